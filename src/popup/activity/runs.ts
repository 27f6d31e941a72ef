import type { ActivityRow } from '../../shared/state';

export interface RecordGroup {
  id: string;
  rows: ActivityRow[];
}
export interface RunGroup {
  id: string;
  /** When its last row was written. */
  at: number;
  records: RecordGroup[];
}

/** Rows, newest first, as runs of records. A deletion is one change, though the log has a row for each value that it took away. */
export function groupsOf(rows: readonly ActivityRow[]): RunGroup[] {
  const runs = new Map<string, RunGroup>();
  const records = new Map<string, RecordGroup>();
  for (const row of rows) {
    const run = runs.get(row.run) ?? { id: row.run, at: row.at, records: [] };
    runs.set(row.run, run);
    const key = `${row.run}|${row.record}`;
    const record = records.get(key);
    if (record) record.rows.push(row);
    else {
      const group = { id: row.record, rows: [row] };
      records.set(key, group);
      run.records.push(group);
    }
  }
  for (const record of records.values()) record.rows = withoutRest(record.rows);
  return [...runs.values()];
}

/** Of a deletion only its title is shown, or its first row where that is not on the page. */
function withoutRest(rows: ActivityRow[]): ActivityRow[] {
  const removed = rows.filter((row) => row.op === 'remove');
  const shown = removed.find((row) => row.field === 'title') ?? removed[0];
  return rows.filter((row) => row.op !== 'remove' || row === shown);
}
