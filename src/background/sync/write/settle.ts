import { holdsWritten } from '../decide/written';
import type { Engine, RunReport } from '../model/engine';
import type { Item } from '../model/item';
import type { WriteResult } from '../model/port';
import type { Changes, JournalEntry, PlanRow } from '../model/store';
import { acknowledged } from './acknowledged';
import { brokenRow } from './broken-writes';
import { readBack } from './lost-answers';
import { created } from './settle-created';
import { removed } from './settle-removed';
import { stale } from './settle-stale';
import { updated } from './settle-updated';

/** What one acknowledged (or refused) write changes, for one commit: journal, link, base, log and plan move together or not at all. */
export async function settle(
  engine: Engine,
  entry: JournalEntry,
  result: WriteResult<Item>,
  report: RunReport,
  recovered = false,
): Promise<Changes> {
  const { plan } = entry;
  switch (result.kind) {
    case 'ok':
      return plan.op === 'create'
        ? created(engine, entry, result, report, recovered)
        : updated(engine, entry, result, report, recovered);
    case 'removed':
      report.removed += 1;
      return acknowledged(engine, entry, await removed(engine, entry));
    case 'stale':
      // Sent again by the client after a lost answer, and refused because the first time took effect.
      if (result.current && holdsWritten(plan.intent, result.current))
        return updated(engine, readBack(entry), { kind: 'ok', item: result.current }, report, true);
      return stale(engine, entry, result.current, recovered);
    case 'refused':
      report.refused += 1;
      return { journal: { remove: [entry.id] }, plan: { put: [refused(plan, result)] } };
    case 'failed':
      report.failed += 1;
      // Nothing that waiting or signing in would mend: it is said, and tried again.
      if (result.error.family === 'bug')
        return { journal: { remove: [entry.id] }, plan: { put: [brokenRow(plan, result.error.message)] } };
      return { journal: { remove: [entry.id] } };
    case 'lost':
      // The journal entry stays open: the next look-up says what became of it.
      report.lost += 1;
      return {};
  }
}

const refused = (plan: PlanRow, { reason, detail }: Extract<WriteResult<Item>, { kind: 'refused' }>): PlanRow =>
  reason === 'brokeDown' ? brokenRow(plan, detail) : { ...plan, state: 'held', reason, detail };
