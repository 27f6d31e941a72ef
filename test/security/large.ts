/** Invitations and texts that are larger than the stand-ins would take: words in their answers stand for them. */

export const MB = 1024 * 1024;
export type Part = [unit: string, times: number];

/** What stands in the answers in the place of each word, and how often: larger than the stand-ins would take. */
const LARGE: Record<string, Part> = {
  SUBJECT: ['S', 10 * MB],
  /** Said four times in an answer. */
  PLACE: ['P', 4 * MB],
  /** Lists show only the beginning of a text. */
  TEXT: ['T', 10_000],
  BODY: ['lorem ipsum ', (10 * MB) / 12],
  TAGS: ['<b>', 1_000_000],
  LINKS: [`<a href='https://evil.example/${'l'.repeat(100_000)}'>y</a><a href='javascript:alert(1)'>x</a>`, 20],
  /** Words that are nearly a telephone number, as long as their address. */
  DIGITS: [`<a href='https://evil.example/${'d'.repeat(200_000)}'>${'1 '.repeat(100_000)}x</a>`, 3],
  CHECKED: [
    `<a href='https://x.safelinks.protection.outlook.com/?url=${'1'.repeat(200_000)}x'>${'2'.repeat(200_000)}</a>`,
    3,
  ],
  NAME: ['N', 10_000],
  GUESTS: [many(5000), 1],
};

/** One guest becomes many. */
function many(count: number): string {
  const one = (n: number) => `{"type":"required","emailAddress":{"name":"G","address":"g${n}@fabrikam.example"}},`;
  const all = Array.from({ length: count }, (_, n) => one(n)).join('');
  return `First","address":"first@fabrikam.example"}},${all}{"type":"required","emailAddress":{"name":"Last`;
}

const guests = (count: number, name: string) =>
  Array.from({ length: count }, (_, n) => ({
    type: 'required',
    emailAddress: { address: `guest-${n}@fabrikam.example`, name },
  }));
const html = (content: string) => ({ contentType: 'html', content });

/** What somebody outside sends, each by itself, `bodies` of them with a text of ten megabytes. */
export const invited = (bodies: number): Record<string, unknown>[] => [
  { subject: '@SUBJECT@' },
  { subject: 'Guests', attendees: guests(1, '@GUESTS@') },
  { subject: 'Names', attendees: guests(200, '@NAME@') },
  { subject: 'Links', body: html('@LINKS@') },
  { subject: 'Digits', body: html('@DIGITS@') },
  { subject: 'Checked', body: html('@CHECKED@') },
  { subject: 'Tags', body: html('@TAGS@') },
  { subject: 'Place', location: { displayName: '@PLACE@' } },
  ...Array.from({ length: bodies }, (_, n) => ({ subject: `Body ${n}`, body: html('@BODY@') })),
];

/** An answer with everything in its full size, piece by piece; `single`: a record by itself, whose text is whole. */
export const enlarged = (text: string, single = false): Part[] =>
  text.split(/(?<!"bodyPreview":")@([A-Z]+)@/).map((part, i): Part => {
    const large = LARGE[single && part === 'TEXT' ? 'BODY' : part];
    return i % 2 === 1 && large ? large : [part, 1];
  });
