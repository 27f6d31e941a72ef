/** The log as a file for spreadsheets. */
import { say } from '../../shared/say';
import type { ActivityRow } from '../../shared/state';
import { fieldText, listText, sideText, valueText } from '../../shared/words';
import { send } from '../model/client';
import type { Filter } from './log';

/** A spreadsheet takes what begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** The columns of one row, in the order of the head. */
const cellsOf = (row: ActivityRow): string[] => [
  new Date(row.at).toISOString(),
  sideText(row.side),
  say(`op_${row.op}`, { side: sideText(row.side) }),
  row.title,
  row.field === '' ? '' : fieldText(row.field),
  valueText(row.field, row.oldValue),
  valueText(row.field, row.newValue),
  listText(row.causes.map((cause) => say(`cause_${cause}`))),
  row.espo.url,
  row.outlook.url,
];

const headCells = (): string[] => [
  say('csv_time'),
  say('csv_side'),
  say('csv_what'),
  say('field_title'),
  say('csv_field'),
  say('csv_before'),
  say('csv_after'),
  say('csv_why'),
  say('espo'),
  say('outlook'),
];

export const csvOf = (rows: readonly ActivityRow[]): string =>
  `\uFEFF${[headCells(), ...rows.map(cellsOf)].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;

/** All rows of a filter, page by page, so that the page goes on answering. */
export async function allRows(filter: Filter): Promise<ActivityRow[]> {
  const rows: ActivityRow[] = [];
  let after = '';
  do {
    const page = await send('activity.list', { limit: 1000, after, filter });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== '');
  return rows;
}
