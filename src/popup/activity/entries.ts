/** The lines of the activity: runs, and the changes of those that are unfolded. */
import type { ActivityRow } from '../../shared/state';

export interface RunEntry {
  kind: 'run';
  id: string;
  /** When its last row was written. */
  at: number;
}
export interface RecordEntry {
  kind: 'record';
  id: string;
  run: string;
  rows: ActivityRow[];
}
export type Entry = RunEntry | RecordEntry;

/** Rows, newest first, as runs with their records, in one flat list. A deletion is one change, though the log has a row for each value that it took away. */
export function entriesOf(rows: readonly ActivityRow[]): Entry[] {
  const runs = new Map<string, { run: RunEntry; records: Map<string, RecordEntry> }>();
  for (const row of rows) {
    const known = runs.get(row.run);
    const group = known ?? { run: { kind: 'run', id: row.run, at: row.at }, records: new Map() };
    if (!known) runs.set(row.run, group);
    // What is about nothing that is known is about nothing else either.
    const about = row.record || `row ${row.id}`;
    const record = group.records.get(about);
    if (record) record.rows.push(row);
    else group.records.set(about, { kind: 'record', id: `${row.run}|${about}`, run: row.run, rows: [row] });
  }
  return [...runs.values()].flatMap(({ run, records }) => [
    run,
    ...[...records.values()].map((record) => ({ ...record, rows: withoutRest(record.rows) })),
  ]);
}

/** Of a deletion only its title is shown, or its first row where that is not on the page. */
function withoutRest(rows: ActivityRow[]): ActivityRow[] {
  const removed = rows.filter((row) => row.op === 'remove');
  const shown = removed.find((row) => row.field === 'title') ?? removed[0];
  return rows.filter((row) => row.op !== 'remove' || row === shown);
}
