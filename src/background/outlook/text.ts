/** The text of an event's body, in both directions. */
import { cutFrom } from '../sync/model/cut-text';
import { bothTexts, htmlText, mayDiffer } from './html-text';

export interface Body {
  contentType: string;
  content: string;
}

/**
 * The text of an event body. Exchange returns HTML and rewrites what it was sent (graph.md 6), so bodies are only ever compared and
 * carried in this form: one function for what people typed and for what our own write came back as.
 */
export const bodyText = (body: Body | null | undefined): string => readBody(body).text;

/**
 * The text of a body; and as it was read before links kept their address, cells stood apart and long ones were cut, where that is another
 * one: what was stored then is compared with it.
 */
export function readBody(body: Body | null | undefined): { text: string; former?: string } {
  if (!body) return { text: '' };
  const { text, former } = textsOf(body);
  const cut = cutFrom('outlook', text);
  return former === cut ? { text: cut } : { text: cut, former };
}

function textsOf({ contentType, content }: Body): { text: string; former: string } {
  const isHtml = contentType.toLowerCase() === 'html';
  if (isHtml && mayDiffer(content)) {
    const { text, former } = bothTexts(content);
    return { text: canonicalText(text), former: canonicalText(former) };
  }
  const text = canonicalText(isHtml ? htmlText(content) : content);
  return { text, former: text };
}

/** Line ends, blanks that nobody sees, and empty lines at the ends are no content. */
export function canonicalText(text: string): string {
  const clean = text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u00a0\u2007\u202f\t]+/g, (run) => (run.length === 1 ? ' ' : ' '.repeat(run.length)))
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
  const lines: string[] = [];
  let empty = 0;
  for (let at = 0; at <= clean.length; ) {
    const end = clean.indexOf('\n', at);
    const line = canonicalLine(clean, at, end < 0 ? clean.length : end);
    at = end < 0 ? clean.length + 1 : end + 1;
    if (line === '') {
      empty += 1;
      continue;
    }
    if (lines.length > 0) lines.push(empty > 0 ? '\n\n' : '\n');
    lines.push(line);
    empty = 0;
  }
  return lines.join('');
}

/** Looked at from both ends: an expression would try every blank of a long run anew. */
function canonicalLine(text: string, from: number, until: number): string {
  let [start, end] = [from, until];
  while (start < end && text[start] === ' ') start += 1;
  while (end > start && text[end - 1] === ' ') end -= 1;
  const line = text.slice(start, end);
  return line.includes('  ') ? line.replace(/ {2,}/g, ' ') : line;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as the HTML that we send: no conversion by the server is left to chance. */
export function textHtml(text: string): string {
  if (text === '') return '';
  const lines = canonicalText(text)
    .replace(/[&<>"]/g, (c) => ENTITIES[c] as string)
    .split('\n');
  return `<div>${lines.join('<br>\n')}</div>`;
}
