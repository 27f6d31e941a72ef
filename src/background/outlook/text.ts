import { readHtml } from './html';

const BREAKING = new Set([
  'p',
  'div',
  'br',
  'tr',
  'li',
  'ul',
  'ol',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'blockquote',
  'pre',
]);
const SILENT = new Set(['head', 'style', 'script', 'title']);

/**
 * The text of an event body. Exchange returns HTML and rewrites what it was sent (graph.md 6), so bodies are only ever compared and
 * carried in this form: one function for what people typed and for what our own write came back as.
 */
export function bodyText(body: { contentType: string; content: string } | null | undefined): string {
  if (!body) return '';
  return canonicalText(body.contentType.toLowerCase() === 'html' ? htmlText(body.content) : body.content);
}

/** Line ends, blanks that nobody sees, and empty lines at the ends are no content. */
export function canonicalText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/^[ \t]+/gm, (indent) => indent.replaceAll('\t', ' '))
    .replace(/\t/g, ' ')
    .replace(/([^\s]) {2,}/g, '$1 ')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
    .replace(/^ +/gm, '');
}

function htmlText(html: string): string {
  let text = '';
  let silent = 0;
  let preformatted = 0;
  const breakLine = (): void => {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
  };
  readHtml(html, {
    open(name) {
      if (SILENT.has(name)) silent += 1;
      else if (name === 'br') text += '\n';
      else if (name === 'pre') {
        preformatted += 1;
        breakLine();
      } else if (BREAKING.has(name)) breakLine();
    },
    text(data) {
      if (silent > 0) return;
      text +=
        preformatted > 0
          ? data
          : data.replace(/[ \t\r\n]+/g, ' ').replace(/^ /, text === '' || text.endsWith('\n') ? '' : ' ');
    },
    close(name) {
      if (SILENT.has(name)) silent -= 1;
      else if (name === 'pre') preformatted -= 1;
      else if (name !== 'br' && BREAKING.has(name)) breakLine();
    },
  });
  return text;
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
