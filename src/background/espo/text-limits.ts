/** What EspoCRM's text fields hold, and how a text is made to fit. */
import * as v from 'valibot';
import { matches } from './patterns';
import { Field, type Fields } from './schema';

/** What a text attribute takes: a value that it does not take refuses the whole record (espo.md 10). */
export interface TextLimit {
  /** Its name in EspoCRM. */
  name: string;
  /** Characters. */
  length: number;
  /** The whole value has to match; '' for anything. */
  pattern: string;
}

/** What a varchar or url holds unless the administrator says otherwise (EspoCRM's VarcharType). A text has no end. */
const VARCHAR = 255;
export const TEXT = Number.MAX_SAFE_INTEGER;

/** EspoCRM refuses these in names; what replaces them looks alike and stays what it is on the way back. */
const REFUSED: Record<string, string> = { '<': '‹', '>': '›', '=': '＝' };
export const transliterated = (text: string): string => text.replace(/[<>=]/g, (c) => REFUSED[c] as string);

export const limit = (name: string, length = VARCHAR, pattern = ''): TextLimit => ({ name, length, pattern });

/** From the definitions; undefined where there is no such field. `named`: the patterns that `$name` stands for. */
export function limitOf(
  fields: v.InferOutput<typeof Fields>,
  name: string | undefined,
  named: ReadonlyMap<string, string>,
): TextLimit | undefined {
  const field = name === undefined ? undefined : v.safeParse(Field, fields[name]);
  if (name === undefined || !field?.success) return undefined;
  const { type, maxLength, pattern } = field.output;
  const length = typeof maxLength === 'number' && maxLength > 0 ? maxLength : type === 'text' ? TEXT : VARCHAR;
  return limit(name, length, patternOf(type, pattern, named));
}

/** Names of patterns that a field of this definition needs. An address is one by EspoCRM's own pattern (UrlType). */
export const URL_PATTERN = 'uriOptionalProtocol';
export function patternName(type: string, pattern: string): string {
  if (type === 'url') return URL_PATTERN;
  return pattern.startsWith('$') ? pattern.slice(1) : '';
}

function patternOf(type: string, pattern: string, named: ReadonlyMap<string, string>): string {
  const name = patternName(type, pattern);
  // Whose pattern nobody tells is found out by the refusal (save.ts).
  return name === '' ? pattern : (named.get(name) ?? '');
}

/** The value as the field takes it: trimmed, cut, look-alikes for what it refuses; '' where it takes nothing of the kind. */
export function fitting(text: string, to: TextLimit): string {
  for (const form of [text, transliterated(text)]) {
    const short = cutTo(form, to);
    if (to.pattern === '' || matches(to.pattern, short)) return short;
  }
  return '';
}

/** Half of an address leads nowhere: it fits as it is, or not at all. */
export function fittingWhole(text: string, to: TextLimit): string {
  const whole = text.trim();
  return whole.length <= to.length && fitting(whole, to) === whole ? whole : '';
}

/** Trimmed and cut to whole characters: half of an emoji would come back as something else. */
export function cutTo(text: string, { length }: TextLimit): string {
  const trimmed = text.toWellFormed().trim();
  return trimmed.length <= length ? trimmed : cut(trimmed, length).trim();
}

function cut(text: string, length: number): string {
  const short = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short;
}
