/** The Graph half of the contract: examples, checks, mails, kindnesses. Used by the test and by whoever prints the report. */
import type { GraphQuirks } from '../sandbox/graph/quirks.ts';
import { checks } from './graph-checks.ts';
import { examples, leftOut, tryExample } from './graph-examples.ts';
import { mailChecks } from './graph-mails.ts';

export interface GraphReport {
  /** Answers on record, and those that the stand-in gives likewise or that are left out with a reason. */
  examples: number;
  ok: number;
  leftOut: Record<string, string>;
  failed: { name: string; problems: string[] }[];
}

export async function graphReport(): Promise<GraphReport> {
  const report: GraphReport = { examples: examples.length, ok: 0, leftOut, failed: [] };
  for (const example of examples) {
    const { file, problems } = await tryExample(example);
    if (problems.length > 0) report.failed.push({ name: file, problems });
    else if (leftOut[file.slice(0, 2)] === undefined) report.ok += 1;
  }
  for (const { name, run } of [
    ...checks.map((check) => ({ name: check.name, run: () => check.run({}) })),
    ...mailChecks,
  ]) {
    await run().catch((error: unknown) => report.failed.push({ name, problems: [String(error)] }));
  }
  return report;
}

/** Every kindness that can be put in. */
export const graphKindnesses: (keyof GraphQuirks)[] = checks.map((check) => check.quirk);

/** Puts one kindness in and tells which check noticed; undefined: nobody did. */
export async function tryGraphKindness(quirk: keyof GraphQuirks): Promise<string | undefined> {
  for (const check of checks.filter((one) => one.quirk === quirk)) {
    const failed = await check.run({ [quirk]: false }).then(
      () => false,
      () => true,
    );
    if (failed) return check.name;
  }
  return undefined;
}
