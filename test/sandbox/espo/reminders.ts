import type { Core } from './core.ts';
import { parse } from './dates.ts';
import { liveLinks } from './links.ts';
import type { Row } from './types.ts';

export interface Reminder {
  type: string;
  seconds: number;
}

const defaultsOf = (core: Core, userId: string): Reminder[] =>
  (core.get('Preferences', userId)?.['defaultReminders'] as Reminder[] | undefined) ?? [];

/** What the server keeps of wished reminders: past times are kept, dropped, or turned into "now" (espo-versions.md 1.6). */
function kept(core: Core, row: Row, wished: Reminder[]): Reminder[] {
  const start = parse(row['dateStart']);
  const sorted = [...wished].sort((a, b) => a.seconds - b.seconds);
  if (core.traits.pastReminders === 'kept' || Number.isNaN(start)) return sorted;
  const past = (one: Reminder) => start - one.seconds * 1000 < core.now();
  if (core.traits.pastReminders === 'dropped') return sorted.filter((one) => !past(one));
  return sorted.map((one) => (past(one) ? { ...one, seconds: 0 } : one));
}

/** Sets the caller's reminders, and on create those of the other users from their defaults. */
export function applyReminders(core: Core, row: Row, by: Row, body: Record<string, unknown>, create: boolean): void {
  const all = (row['#reminders'] ?? {}) as Record<string, Reminder[]>;
  const sent = body['reminders'];
  if (Array.isArray(sent)) all[by.id] = kept(core, row, sent as Reminder[]);
  else if (create && core.traits.ownReminders) all[by.id] = kept(core, row, defaultsOf(core, by.id));
  if (create && core.version !== '7.5.6') {
    for (const { id } of liveLinks(core, row, 'users')) {
      if (id !== by.id) all[id] = kept(core, row, defaultsOf(core, id));
    }
  }
  row['#reminders'] = all;
}
