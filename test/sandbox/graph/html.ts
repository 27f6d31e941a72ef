/** Bodies as Exchange keeps them: HTML always (graph.md 6; shapes of examples 08 and 09). */
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';

export function textToHtml(text: string): string {
  const lines = escape(text)
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll('  ', '&nbsp; ').replaceAll('\t', '&nbsp;&nbsp;&nbsp; '));
  return `<html>\r\n<head>\r\n${META}\r\n<meta name="Generator" content="Microsoft Exchange Server">\r\n<!-- converted from text -->\r\n<style><!-- .EmailQuote { margin-left: 1pt; padding-left: 4pt; border-left: #800000 2px solid; } --></style>\r\n</head>\r\n<body>\r\n<font size="2"><span style="font-size:11pt;"><div class="PlainText">${lines.join('<br>\r\n')}</div></span></font>\r\n</body>\r\n</html>\r\n`;
}

/** HTML sent without a document around it gets one; scripts go. */
export function storeHtml(html: string): string {
  const clean = html.replace(/<script\b[\s\S]*?<\/script\s*>/gi, '');
  if (/<html[\s>]/i.test(clean)) {
    return /<meta[^>]+charset/i.test(clean) ? clean : clean.replace(/<head>/i, `<head>\r\n${META}`);
  }
  return `<html>\r\n<head>\r\n${META}\r\n</head>\r\n<body>\r\n${clean}\r\n</body>\r\n</html>\r\n`;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', apos: "'" };

export function htmlToText(html: string): string {
  return html
    .replace(/<(head|style|script)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\r?\n/g, '')
    .replace(/<br\s*\/?>/gi, '\r\n')
    .replace(/<\/(p|div|tr|li|h\d)>/gi, '\r\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return named[name.toLowerCase()] ?? whole;
      const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
    })
    .replaceAll('\u00a0', ' ')
    .trim();
}

const previews = new Map<string, string>();

/** The first 255 characters as text. Bodies are drawn again and again. */
export function preview(html: string): string {
  if (html === '') return '';
  const known = previews.get(html) ?? htmlToText(html).slice(0, 255);
  if (previews.size > 500) previews.clear();
  previews.set(html, known);
  return known;
}
