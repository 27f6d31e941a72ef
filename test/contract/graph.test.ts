import { describe, expect, it } from 'vitest';
import { allQuirks } from '../sandbox/graph/quirks.ts';
import { checks } from './graph-checks.ts';
import { graphKindnesses, tryGraphKindness } from './graph-contract.ts';
import { examples, leftOut, ownProblems, tryExample } from './graph-examples.ts';
import { mailChecks } from './graph-mails.ts';

describe('Graph contract', () => {
  it('has 45 examples, and leaves out only what it says', () => {
    expect(examples).toHaveLength(45);
    expect(Object.keys(leftOut)).toEqual(['16', '20', '23', '05']);
  });

  it.each(examples)('fits its schema: $file', (example) => {
    expect(ownProblems(example)).toEqual([]);
  });

  it.each(examples)('produces $file', async (example) => {
    expect((await tryExample(example)).problems).toEqual([]);
  });

  it.each(checks)('$name', ({ run }) => run({}));

  it.each(mailChecks)('mails or not: $name', ({ run }) => run());

  it('notices every kindness', async () => {
    const missed: string[] = [];
    for (const quirk of graphKindnesses) if ((await tryGraphKindness(quirk)) === undefined) missed.push(quirk);
    expect(missed).toEqual([]);
    expect([...graphKindnesses].sort()).toEqual(Object.keys(allQuirks()).sort());
  });
});
