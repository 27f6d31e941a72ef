import { type Act, play, type Violation } from './history.ts';

/** Scripted histories: each operation in each direction, the first sync, and resuming. The crash comes where `crash` stands. */
export const SCRIPTS: Record<string, Act[]> = {
  'first sync, both ways': [
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createEvent', tag: 2, day: 2, title: 1, kind: 'allDay', calendar: 0 },
    { act: 'createRecord', tag: 3, day: 3, title: 8, type: 'Meeting' },
    { act: 'createRecord', tag: 4, day: 4, title: 3, type: 'Call' },
    { act: 'crash', at: 0 },
  ],
  'edits on both sides': [
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createRecord', tag: 2, day: 3, title: 8, type: 'Meeting' },
    { act: 'sync' },
    { act: 'editEvent', pick: 0, field: 'title', value: 1 },
    { act: 'editEvent', pick: 1, field: 'when', value: 7 },
    { act: 'editRecord', pick: 0, field: 'title', value: 2 },
    { act: 'editRecord', pick: 1, field: 'title', value: 3 },
    { act: 'crash', at: 0 },
  ],
  'deletions on both sides': [
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createEvent', tag: 2, day: 2, title: 3, kind: 'timed', calendar: 0 },
    { act: 'createRecord', tag: 3, day: 3, title: 8, type: 'Meeting' },
    { act: 'createRecord', tag: 4, day: 5, title: 7, type: 'CVisit' },
    { act: 'sync' },
    { act: 'deleteEvent', pick: 0 },
    { act: 'deleteRecord', pick: 3 },
    { act: 'crash', at: 0 },
  ],
  'a lost create answer, edited before the next run': [
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createRecord', tag: 2, day: 3, title: 8, type: 'Meeting' },
    { act: 'crash', at: 0 },
    { act: 'editRecord', pick: 0, field: 'when', value: 5 },
    { act: 'editEvent', pick: 0, field: 'title', value: 6 },
  ],
  'crash, then crash again': [
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createRecord', tag: 2, day: 3, title: 8, type: 'Meeting' },
    { act: 'crash', at: 0 },
    { act: 'crash', at: 12 },
    { act: 'crash', at: 31 },
  ],
  'delta tokens lost in the middle': [
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createEvent', tag: 2, day: 2, title: 2, kind: 'timed', calendar: 1 },
    { act: 'sync' },
    { act: 'editEvent', pick: 0, field: 'title', value: 4 },
    { act: 'expireTokens' },
    { act: 'crash', at: 0 },
  ],
  'moved between calendars': [
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createRecord', tag: 2, day: 3, title: 8, type: 'Meeting' },
    { act: 'sync' },
    { act: 'moveEvent', pick: 0, calendar: 1 },
    { act: 'moveEvent', pick: 1, calendar: 1 },
    { act: 'crash', at: 0 },
  ],
  'one way, Outlook to EspoCRM': [
    { act: 'direction', value: 'outlookToEspo' },
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createRecord', tag: 2, day: 3, title: 8, type: 'Meeting' },
    { act: 'sync' },
    { act: 'editEvent', pick: 0, field: 'when', value: 9 },
    { act: 'editRecord', pick: 0, field: 'title', value: 4 },
    { act: 'deleteEvent', pick: 0 },
    { act: 'crash', at: 0 },
  ],
  'one way, EspoCRM to Outlook': [
    { act: 'direction', value: 'espoToOutlook' },
    { act: 'createEvent', tag: 1, day: 1, title: 0, kind: 'timed', calendar: 0 },
    { act: 'createRecord', tag: 2, day: 3, title: 8, type: 'Meeting' },
    { act: 'createRecord', tag: 3, day: 4, title: 1, type: 'Call' },
    { act: 'sync' },
    { act: 'editRecord', pick: 0, field: 'title', value: 4 },
    { act: 'deleteRecord', pick: 1 },
    { act: 'crash', at: 0 },
  ],
  'an invitation, and a throttled server': [
    { act: 'inviteEvent', tag: 1, day: 1, title: 0 },
    { act: 'createRecord', tag: 2, day: 3, title: 8, type: 'Meeting' },
    { act: 'fault', side: 'graph', when: 'before', status: 429, times: 2 },
    { act: 'fault', side: 'espo', when: 'after', status: 0, times: 1 },
    { act: 'crash', at: 0 },
  ],
};

export interface CrashReport {
  points: number;
  violations: { script: string; at: number; violations: Violation[] }[];
}

/** Stops a script at every step of its run - each request before it is sent and after it took effect, each commit before and after. */
export async function crashEverywhere(name: string, every = 1, from = 1): Promise<CrashReport> {
  const script = SCRIPTS[name] ?? [];
  const place = script.findIndex((act) => act.act === 'crash' && act.at === 0);
  const report: CrashReport = { points: 0, violations: [] };
  for (let at = from; ; at += every) {
    const acts = script.map((act): Act => (act.act === 'crash' && act.at === 0 ? { act: 'crash', at } : act));
    const { violations, crashed } = await play(1, acts);
    // The run was over before this step: every step has been tried.
    if (!crashed.includes(place)) return report;
    report.points += 1;
    if (violations.length > 0) report.violations.push({ script: name, at, violations });
  }
}
