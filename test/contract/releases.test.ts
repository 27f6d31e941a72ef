import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changelogProblems, needsALine, readChangelog } from '../../scripts/changelog.mjs';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

describe('the changelog', () => {
  const good = '# Changelog\n\n## 1.10.0 (unreleased)\n- new\n\n## 1.9.2 (2026-02-03)\n- old\n';

  it('of this repository is in order, and package-lock.json names the same version', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(changelogProblems(read('CHANGELOG.md'), version)).toEqual([]);
    expect((JSON.parse(read('package-lock.json')) as { version: string }).version).toBe(version);
  });

  it('begins with the version of the package, in falling order, and only the newest may be unreleased', () => {
    expect(changelogProblems(good, '1.10.0')).toEqual([]);
    expect(changelogProblems(good, '1.11.0')).toEqual(['it begins with 1.10.0, package.json says 1.11.0']);
    expect(changelogProblems('## 1.9.0 (2026-02-03)\n- a\n## 1.10.0 (2026-01-01)\n- b', '1.9.0')).toEqual([
      '1.9.0 stands above 1.10.0',
    ]);
    expect(changelogProblems('## 2.0.0 (unreleased)\n- a\n## 1.0.0 (unreleased)\n- b', '2.0.0')).toEqual([
      '1.0.0 is unreleased, though 2.0.0 follows it',
    ]);
    expect(changelogProblems('## 2.0.0 (unreleased)\n', '2.0.0')).toEqual(['2.0.0 says nothing']);
    expect(changelogProblems('## next\n- a', '2.0.0')).toHaveLength(2);
  });

  it('goes out only under the tag of its version, with a date', () => {
    expect(changelogProblems(good, '1.10.0', 'v1.10.0')).toEqual(['1.10.0 has no date yet']);
    const dated = good.replace('unreleased', '2026-03-04');
    expect(changelogProblems(dated, '1.10.0', 'v1.10.0')).toEqual([]);
    expect(changelogProblems(dated, '1.10.0', 'v1.9.2')).toEqual(['the tag is v1.9.2, not v1.10.0']);
    expect(readChangelog(dated).releases[0]).toEqual({ version: '1.10.0', date: '2026-03-04', lines: ['- new'] });
  });

  it('is asked for by a change of the product only', () => {
    expect(needsALine(['src/content/badge.ts'])).toBe(true);
    expect(needsALine(['src/content/badge.ts', 'CHANGELOG.md'])).toBe(false);
    expect(needsALine(['src/content/badge.test.ts', 'test/e2e/chrome.ts', 'README.md'])).toBe(false);
  });
});

describe('the workflows', () => {
  const folder = '.github/workflows';
  const workflows = readdirSync(path.join(ROOT, folder)).map((name) => read(`${folder}/${name}`));

  it('use foreign actions by a full hash only, with the version beside it', () => {
    const uses = workflows.flatMap((text) => [...text.matchAll(/uses: (.+)$/gm)].map(([, used = '']) => used));
    const foreign = uses.filter((used) => !used.startsWith('./'));
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter((used) => !/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))).toEqual([]);
  });

  it('may read only, but for the job that makes a release, and write no word of an event into a script', () => {
    for (const text of workflows) {
      expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
      expect(text).not.toMatch(/pull_request_target/);
      expect(text.match(/run: .*\$\{\{/g)).toBeNull();
    }
    expect(workflows.join('\n').match(/contents: write/g)).toHaveLength(1);
  });

  it('run every part of npm test', () => {
    const parts = [...read('scripts/test.mjs').matchAll(/^ {2}(\w+)(: |,$)/gm)].map(([, name = '']) => name);
    const run = [...read(`${folder}/ci.yml`).matchAll(/--only ([\w,]+)/g)].flatMap(([, names = '']) =>
      names.split(','),
    );
    expect(parts.length).toBeGreaterThan(5);
    expect(run.toSorted()).toEqual(parts.toSorted());
  });
});
