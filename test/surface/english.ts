/** What a browser in English says, where a test has no browser: importing it is enough. */
import type { ErrorCode, ErrorNames } from '../../src/shared/codes.ts';
import { needSentences } from '../../src/shared/need-words.ts';
import type { NeedsItem } from '../../src/shared/needs.ts';
import { errorRemedy, errorSentence } from '../../src/shared/words.ts';
import { i18nOf } from './texts.ts';

const globals = globalThis as { chrome?: { i18n?: unknown } };
/** Some tests put a browser of their own in its place. */
function speak(): void {
  globals.chrome = { ...globals.chrome, i18n: i18nOf('en') };
}
speak();

/** The sentence and the way out of an error. */
export function errorWords(code: ErrorCode, names: ErrorNames = {}) {
  speak();
  return { sentence: errorSentence({ code, names }), remedy: errorRemedy({ code, names }) };
}

/** All that a question says. */
export const asked = (item: NeedsItem | undefined): string => (item ? needSentences(item).join(' ') : '');
