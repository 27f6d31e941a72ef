/** Patterns that a field's value must match as a whole: EspoCRM's own by name, and what administrators write. */

/** metadata app.regExpPatterns: those that a text field may name. */
export const PATTERNS: Record<string, { pattern: string; isSystem?: boolean }> = {
  noBadCharacters: { pattern: '[^<>=]+' },
  latinLetters: { pattern: '[A-Za-z]+' },
  latinLettersDigits: { pattern: '[A-Za-z0-9]+' },
  latinLettersDigitsWhitespace: { pattern: '[A-Za-z0-9 ]+' },
  latinLettersWhitespace: { pattern: '[A-Za-z ]+' },
  digits: { pattern: '[0-9]+' },
  uriOptionalProtocol: {
    pattern:
      "([a-zA-Z0-9]+\\:\\/\\/)?[a-zA-Z0-9%\\.\\/\\?\\:@\\-_=#$!+*\\(\\)',]+\\.([a-zA-Z0-9%\\&\\.\\/\\?\\:@\\-_=#$!+*\\(\\)',~])*",
    isSystem: true,
  },
};

/** PHP's preg_match without the flag for Unicode: bytes, not characters. What is no expression warns there, and matches nothing. */
export function matches(pattern: string, value: string): boolean {
  const source = pattern.startsWith('$') ? (PATTERNS[pattern.slice(1)]?.pattern ?? pattern) : pattern;
  const expression = asExpression(`^${bytes(source)}$`);
  return expression !== undefined && expression.test(bytes(value));
}

function asExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
