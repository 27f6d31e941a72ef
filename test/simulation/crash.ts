import { CASES } from './crash-cases.ts';
import { COMPANY } from './crash-company.ts';
import { ALONE } from './crash-scripts.ts';
import { type Act, play, type Violation } from './history.ts';

/** Scripted histories: each operation in each direction, first sync, resuming, several users and browsers. The crash comes where `at: 0` stands. */
export const SCRIPTS: Record<string, Act[]> = { ...ALONE, ...CASES, ...COMPANY };

export interface CrashReport {
  points: number;
  violations: { script: string; at: number; violations: Violation[] }[];
}

const placeholder = (act: Act): boolean => act.act === 'crash' && act.at === 0;

/** Stops a script at every step of its run - each request before it is sent and after it took effect, each commit before and after. */
export async function crashEverywhere(name: string, every = 1, from = 1): Promise<CrashReport> {
  const script = SCRIPTS[name] ?? [];
  const place = script.findIndex(placeholder);
  const report: CrashReport = { points: 0, violations: [] };
  for (let at = from; ; at += every) {
    const acts = script.map((act): Act => (act.act === 'crash' && placeholder(act) ? { ...act, at } : act));
    const { violations, crashed } = await play(1, acts);
    // The run was over before this step: every step has been tried.
    if (!crashed.includes(place)) return report;
    report.points += 1;
    if (violations.length > 0) report.violations.push({ script: name, at, violations });
  }
}
