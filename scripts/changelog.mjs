/**
 * The changelog is written by hand; this says whether it can be released.
 *
 *   node scripts/changelog.mjs                    its form, and that it begins with the version of package.json
 *   node scripts/changelog.mjs --tag v1.2.3       that this version may go out under the tag; prints what changed in it
 *   node scripts/changelog.mjs --since REF        that whatever changed the product since then has said so
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, say } from './log.mjs';

const HEADING = /^## (\d+)\.(\d+)\.(\d+) \((unreleased|\d{4}-\d{2}-\d{2})\)$/;

/** Newest first: version, date or 'unreleased', and the lines under it; `problems` names every heading that is none. */
export function readChangelog(text) {
  const releases = [];
  const problems = [];
  for (const line of text.split('\n')) {
    const found = HEADING.exec(line);
    if (found) releases.push({ version: found.slice(1, 4).join('.'), date: found[4], lines: [] });
    else if (line.startsWith('## '))
      problems.push(`"${line}" is not "## 1.2.3 (2026-01-31)" or "## 1.2.3 (unreleased)"`);
    else if (line.trim() !== '') releases.at(-1)?.lines.push(line);
  }
  return { releases, problems };
}

const compare = (a, b) => {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
};

/** What stands in the way, as sentences. `tag`: of the release that is made of it, if one is. */
export function changelogProblems(text, version, tag) {
  const { releases, problems } = readChangelog(text);
  const [first] = releases;
  if (!first) return [...problems, 'there is no version'];
  if (first.version !== version) problems.push(`it begins with ${first.version}, package.json says ${version}`);
  releases.forEach(({ version: one, date, lines }, i) => {
    const older = releases[i + 1];
    if (older && compare(one, older.version) <= 0) problems.push(`${one} stands above ${older.version}`);
    if (i > 0 && date === 'unreleased')
      problems.push(`${one} is unreleased, though ${releases[i - 1].version} follows it`);
    if (lines.length === 0) problems.push(`${one} says nothing`);
  });
  if (tag !== undefined && tag !== `v${version}`) problems.push(`the tag is ${tag}, not v${version}`);
  if (tag !== undefined && first.date === 'unreleased') problems.push(`${first.version} has no date yet`);
  return problems;
}

/** Whether a change of these files has to be told to users. */
export const needsALine = (files) =>
  files.some((file) => /^(src|public)\//.test(file) && !/\.test\.tsx?$/.test(file)) && !files.includes('CHANGELOG.md');

function main() {
  const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');
  const [flag, value = ''] = process.argv.slice(2);
  const text = read('CHANGELOG.md');
  const problems = changelogProblems(
    text,
    JSON.parse(read('package.json')).version,
    flag === '--tag' ? value : undefined,
  );
  if (flag === '--since') {
    const files = execFileSync('git', ['diff', '--name-only', `${value}...HEAD`], { cwd: ROOT, encoding: 'utf8' });
    if (needsALine(files.trim().split('\n')))
      problems.push(`the product has changed since ${value}, and no line says so`);
  }
  for (const one of problems) say(`CHANGELOG.md: ${one}`);
  if (problems.length > 0) return 1;
  if (flag === '--tag') for (const line of readChangelog(text).releases[0].lines) say(line);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
