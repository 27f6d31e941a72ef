/** The documents of the repository, as far as tests look at them: their files, links, headings and quoted names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../..');
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'screens']);

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) || entry.name.startsWith('.') ? [] : walk(file);
    return [file];
  });
}

export const filesOf = (folder: string): string[] => walk(folder).toSorted();
export const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
export const documents = (): string[] => filesOf('.').filter((file) => file.endsWith('.md'));

/** Without what is code: fences and indented blocks, and what stands in backticks. */
const prose = (text: string): string =>
  text
    .replaceAll(/^```.*?^```/gms, '')
    .replaceAll(/^ {4}\S.*$/gm, '')
    .replaceAll(/`[^`\n]+`/g, '');

export const linksIn = (text: string): string[] =>
  [...prose(text).matchAll(/\[[^\]]*\]\(([^)]+)\)/g)].map(([, target = '']) => target);

/** As GitHub makes them of headings. */
export const anchorsIn = (text: string): string[] =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Names of the product: what stands in “these”, over the end of a line, too. */
export const quotesIn = (text: string): string[] =>
  [...prose(text).matchAll(/“([^”]+)”/g)].map(([, quote = '']) => quote.replaceAll(/\s+/g, ' '));

export const backticksIn = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** What is wrong with a link; '' for nothing. */
export function wrongWith(target: string, from: string): string {
  if (/^[a-z]+:/.test(target)) return /^https:\/\/\S+$/.test(target) && URL.canParse(target) ? '' : 'no https address';
  const [file = '', anchor] = target.split('#');
  const whole = file === '' ? from : path.posix.join(path.posix.dirname(from), file);
  if (!existsSync(path.join(ROOT, whole))) return 'no such file';
  if (anchor === undefined) return '';
  return whole.endsWith('.md') && anchorsIn(read(whole)).includes(anchor) ? '' : 'no such heading';
}
