import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ERRORS, type ErrorCode, type ErrorFamily, REASONS } from '../../src/shared/codes.ts';
import { say } from '../../src/shared/say.ts';
import { errorWords } from '../surface/english.ts';
import { PROVOKED } from './provoked.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const CODES = Object.keys(ERRORS) as ErrorCode[];
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const FAMILIES: Record<ErrorFamily, string> = {
  passing: 'passing',
  user: 'needs the user',
  bug: 'our bug',
};
/** Where waiting is enough there is still a button for the impatient. */
const WAITING = '(it tries again by itself; *Sync now* tries at once)';

function line(code: ErrorCode): string {
  const { sentence, remedy } = errorWords(code);
  const proof = PROVOKED[code];
  const test = `${proof[0]}: ${proof[1]}`;
  return `| \`${code}\` | ${FAMILIES[ERRORS[code]]} | ${sentence} | ${remedy || WAITING} | ${test} |`;
}

const page = (): string => `# Errors

Made from \`src/shared/codes.ts\`, \`public/_locales/en\` and \`test/errors/provoked.ts\`; \`npx vitest run test/errors/docs.test.ts -u\`
writes it anew.

- **passing**: a request is repeated with back-off and jitter, as the server asks where it asks; a run that fails all the same is
  repeated by the alarm, later and later. Nobody has to do anything.
- **needs the user**: the extension's button shows \`!\`, the page the sentence and the way out. The alarm goes on, ever less often.
- **our bug**: the same, and the way out is to report the code.

A single item that a server refuses is no error of a run: it waits under *Needs you* with its reason, and the others go on.
Nor is a part that fails alone, a calendar or a kind of record: the status names it with its error and since when, and the rest goes on.

| code | family | sentence | way out | test that provokes it |
| --- | --- | --- | --- | --- |
${CODES.map(line).join('\n')}

## Reasons

Why an item is left out, sleeps or waits. Not errors; listed here so that every code stands in one place.

| code | sentence |
| --- | --- |
${REASONS.map((reason) => `| \`${reason}\` | ${say(`reason_${reason}`)} |`).join('\n')}
`;

it('docs/errors.md says what the lists say', async () => {
  await expect(page()).toMatchFileSnapshot(path.join(ROOT, 'docs/errors.md'));
});

it.each(CODES)('%s is provoked by the test that is named', (code) => {
  const [file, test] = PROVOKED[code];
  const text = read(file);
  expect(text).toContain(`'${test}`);
  // A test of a page knows it by the key of its text.
  expect([code, code.replace('.', '_')].some((name) => text.includes(name))).toBe(true);
});

const sources = (): string[] =>
  readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !/^shared.codes\.ts$/.test(name))
    .map((name) => read(path.join('src', name)));

it('every code is thrown somewhere', () => {
  const all = sources().join('\n');
  expect(CODES.filter((code) => !all.includes(`'${code}'`))).toEqual([]);
});

it('every error that only the user mends names a button or an act', () => {
  for (const code of CODES.filter((one) => ERRORS[one] !== 'passing'))
    expect([code, errorWords(code).remedy.length > 10]).toEqual([code, true]);
});
