import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_TEXT } from '../sync/model/cut-text';
import { type Reader, readHtml } from './html';
import { htmlText } from './html-text';
import { bodyText, canonicalText, readBody, textHtml } from './text';

const html = (content: string): string => bodyText({ contentType: 'html', content });

const typed = fc.oneof(
  fc.string({ maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(...' \t\n\r\u00a0\u2003\u2028\u000b<>&|aב'), maxLength: 60 }),
);
const piece = fc.oneof(
  fc
    .constantFrom('div', 'p', 'span', 'pre', 'ul', 'li', 'table', 'tr', 'td', 'th', 'h1', 'a', 'section', 'blockquote')
    .chain((n) => fc.constantFrom(`<${n}>`, `</${n}>`)),
  fc.constantFrom(
    '<br>',
    '<hr>',
    '<img src=x>',
    '<a href="https://x.example/1">',
    '<a href="mailto:jane@x.example">',
    '<a href="#top">',
    '<style>p{}</style>',
    '<title>t</title>',
    '<!-- c -->',
    '&nbsp;',
    'https://x.example/1',
    ' ',
    '\r\n',
    'a  b',
  ),
  fc.string({ unit: fc.constantFrom(...'ab \n\t'), maxLength: 5 }),
);
const pieces = fc.array(piece, { maxLength: 14 }).map((list) => list.join(''));

describe('text as it is compared', () => {
  it('is the same for what was typed and for what our own write comes back as', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(html(textHtml(text))).toBe(canonicalText(text));
        expect(canonicalText(canonicalText(text))).toBe(canonicalText(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same for a body and for its text', () => {
    fc.assert(
      fc.property(pieces, (content) => {
        expect(canonicalText(html(content))).toBe(html(content));
        expect(html(textHtml(html(content)))).toBe(html(content));
      }),
      { numRuns: 2000 },
    );
  });

  it('is what it was when it took an expression for each rule', () => {
    fc.assert(
      fc.property(typed, (text) => {
        // Blanks behind a wider one, which HTML runs together, are the one thing in which the two differ.
        const known = text.replace(/[^\S \t\n\r\u000b\u000c\u00a0\u2007\u2028\u2029\u202f]/g, 'x');
        expect(canonicalText(known)).toBe(byExpressions(known));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the former form', () => {
  it('is what it was when a growing text was looked at after every piece', () => {
    fc.assert(
      fc.property(pieces, (content) => {
        expect(canonicalText(htmlText(content, 1))).toBe(canonicalText(byLooking(content)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is told only where it is another one', () => {
    const body = (content: string) => ({ contentType: 'html', content });
    const told = (content: string) => readBody(body(content)).former;
    expect(told('<p>Dear all,</p><p>see you</p>')).toBeUndefined();
    expect(told('<a href="https://x.example">https://x.example</a>')).toBeUndefined();
    expect(told('<a href="https://x.example/1">Join</a>')).toBe('Join');
    expect(told('<table><tr><td>10:00</td><td>Intro</td></tr></table>')).toBe('10:00Intro');
    expect(readBody({ contentType: 'text', content: '<a href="x">' })).toEqual({ text: '<a href="x">' });
    expect(readBody(undefined)).toEqual({ text: '' });
    const long = `<p>${'long '.repeat(300_000)}</p>`;
    expect(told(long)).toHaveLength(1_499_999);
    fc.assert(
      fc.property(pieces, (content) => {
        expect(told(content) ?? html(content)).toBe(canonicalText(htmlText(content, 1)));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('links', () => {
  it.each([
    ['<a href="https://meet.example/1">Join</a>', 'Join <https://meet.example/1>'],
    ['Please <a href="https://meet.example/1"><b>Join </b></a>now', 'Please Join <https://meet.example/1>now'],
    ['<a href="https://meet.example/1">https://meet.example/1</a>', 'https://meet.example/1'],
    ['<a href="https://meet.example/1/">https://meet.example/1</a>', 'https://meet.example/1'],
    ['<a href="https://meet.example/1">https://meet.example/1/</a>', 'https://meet.example/1/'],
    ['<a href="http://www.meet.example/">www.Meet.example</a>', 'www.Meet.example'],
    ['<a href="https://meet.example/A">https://meet.example/a</a>', 'https://meet.example/a <https://meet.example/A>'],
    ['&lt;<a href="https://meet.example/1">https://meet.example/1</a>&gt;', '<https://meet.example/1>'],
    ['<a href="https://meet.example/1?a=1&amp;copy=2">Join</a>', 'Join <https://meet.example/1?a=1&copy=2>'],
    ['<a href="https://meet.example/1?a=1&copy=2">Join</a>', 'Join <https://meet.example/1?a=1&copy=2>'],
    ['<a href=" https://meet.example/a b\n">Join</a>', 'Join <https://meet.example/a%20b>'],
    ['<a href="mailto:jane@x.example">Jane</a>', 'Jane <mailto:jane@x.example>'],
    ['<a href="mailto:Jane@x.example?subject=Hi">jane@x.example</a>', 'jane@x.example'],
    ['<a href="tel:+49301234,,567#">+49 30 1234,,567#</a>', '+49 30 1234,,567#'],
    ['<a href="tel:&#43;1 323-886,,29# ">+1 323-886</a>', '+1 323-886 <tel:+1323-886,,29#>'],
    ['<a href="tel:+49 30 1234">+49 30 1234</a>', '+49 30 1234'],
    ['<a href="tel:+49301234">Call us</a>', 'Call us <tel:+49301234>'],
    ['<a href="javascript:alert(1)">Join</a>', 'Join'],
    ['<a href="cid:image001.png@01">Logo</a>', 'Logo'],
    ['<a href="#agenda">Agenda</a>', 'Agenda'],
    ['<a name="agenda">Agenda</a>', 'Agenda'],
    ['<a href="https://meet.example/1"><img src="cid:join.png"></a>', '<https://meet.example/1>'],
    ['<a href="https://meet.example/1"></a>', ''],
    ['<a href="https://meet.example/1"><div>Join</div></a><p>Then</p>', 'Join <https://meet.example/1>\nThen'],
    [
      '<a href="https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmeet.example%2F1&amp;data=05">https://meet.example/1</a>',
      'https://meet.example/1',
    ],
    ['<style><a href="https://x.example">x</a></style>y', 'y'],
  ])('%s', (content, text) => expect(html(content)).toBe(text));
});

describe('tables, lists and headings', () => {
  const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  it.each([
    [`<table>${row('10:00', 'Intro')}${row('10:30', 'Budget')}</table>`, '10:00 | Intro\n10:30 | Budget'],
    // As Word writes them.
    [
      `<table>\r\n${row('\r\n<p class=MsoNormal>10:00</p>\r\n', '<p>Intro</p>', '<p>Ann</p>')}</table>`,
      '10:00 | Intro | Ann',
    ],
    [
      `<table>${row('<p>10:00</p>', '<p>Intro</p><p>with all</p>')}${row('x', 'y')}</table>`,
      '10:00 | Intro\nwith all\nx | y',
    ],
    // Cells that only make room.
    [`<table>${row('', '&nbsp;', '<p>&nbsp;</p>', '<br>', 'Text', '', '<br>')}</table>after`, 'Text\nafter'],
    [`<table>${row('a', '&nbsp;', 'b')}</table>`, 'a | b'],
    // Tables in tables are layout.
    [`<table>${row('a', `<table>${row('b', 'c')}</table>`)}</table>`, 'a\nb | c'],
    [`<table>${row('a', '<ul><li>b</li><li>c</li></ul>')}</table>`, 'a\nb\nc'],
    [`<p>Before</p><table>${row('a', 'b')}</table><p>After</p>`, 'Before\na | b\nAfter'],
    ['<table><tr><th>Time</th><th>What</th></tr></table>', 'Time | What'],
    [`<table>${row('a', '<a href="https://x.example/1">https://x.example/1</a>')}</table>`, 'a | https://x.example/1'],
    [`<table>${row('a', '<a href="https://x.example/1">b</a>', 'c')}</table>`, 'a | b <https://x.example/1> | c'],
    ['<h1>Agenda</h1>First<ul><li>one<li>two</ul><h2>Then</h2>last', 'Agenda\nFirst\none\ntwo\nThen\nlast'],
    ['<section>a</section><section>b</section><dl><dt>c<dd>d</dl>', 'a\nb\nc\nd'],
    ['<pre>a\n  b</pre>c', 'a\nb\nc'],
  ])('%s', (content, text) => expect(html(content)).toBe(text));
});

describe('long bodies', () => {
  it('are cut with a mark that says where the whole is', () => {
    const text = html(`<p>${'word '.repeat(400_000)}</p>`);
    expect(text.length).toBeLessThan(LONGEST_TEXT + 100);
    expect(text.endsWith('word\n[The text is longer: all of it is in Outlook]')).toBe(true);
    expect(canonicalText(text)).toBe(text);
    expect(html(textHtml(text))).toBe(text);
  });

  it('of nothing but characters by name or number are read to their end', () => {
    const parts: [string, string][] = [
      ['&amp', '&'],
      ['&amp;', '&'],
      ['&ampx', '&x'],
      ['&aaaaaaaaaaaa', '&aaaaaaaaaaaa'],
      ['&#65;', 'A'],
      ['&#x41;', 'A'],
      ['&', '&'],
      ['&#', '&#'],
    ];
    for (const [part, read] of parts) {
      const times = Math.floor(1_000_000 / part.length);
      expect([part, html(part.repeat(times)) === read.repeat(times)]).toEqual([part, true]);
    }
  });

  it('come to an end, whatever was made to stop it', () => {
    for (const part of [
      '<p>a',
      '<td>',
      '<a href=https://x.example/y>',
      '<a href=https://x.example/y><b>x',
      '<br>',
      '<i></b>',
      '&nbsp;',
      '<td>x',
    ])
      expect(() => html(part.repeat(50_000))).not.toThrow();
    const long = 'y'.repeat(100_000);
    for (const digits of ['1'.repeat(100_000), '1 '.repeat(50_000), '1,'.repeat(50_000)])
      for (const address of [`https://x.example/${long}`, `https://x.safelinks.protection.outlook.com/?url=${digits}x`])
        expect(html(`<a href="${address}">${digits}x</a>`).length).toBeGreaterThan(100_000);
    for (const part of [' ', 'a  ', '\n', '\t', ' \n', '\u00a0'])
      expect(() => canonicalText(`${part.repeat(300_000)}x`)).not.toThrow();
  });
});

/** Each rule as an expression of its own: clear, and with a long run of blanks without an end. */
function byExpressions(text: string): string {
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

/** As texts were stored under the former form: by looking at the end of all that was read. */
function byLooking(content: string): string {
  const breaking = new Set('p div br tr li ul ol table h1 h2 h3 h4 h5 h6 hr blockquote pre'.split(' '));
  const unseen = new Set('head style script title'.split(' '));
  let text = '';
  let [silent, preformatted] = [0, 0];
  const breakLine = (): void => {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
  };
  const reader: Reader = {
    open(name) {
      if (unseen.has(name)) silent += 1;
      else if (name === 'br') text += '\n';
      else if (name === 'pre') {
        preformatted += 1;
        breakLine();
      } else if (breaking.has(name)) breakLine();
    },
    text(data) {
      if (silent > 0) return;
      const flowing = () =>
        data.replace(/[ \t\r\n]+/g, ' ').replace(/^ /, text === '' || text.endsWith('\n') ? '' : ' ');
      text += preformatted > 0 ? data : flowing();
    },
    close(name) {
      if (unseen.has(name)) silent -= 1;
      else if (name === 'pre') preformatted -= 1;
      else if (name !== 'br' && breaking.has(name)) breakLine();
    },
  };
  readHtml(content, reader);
  return text;
}
