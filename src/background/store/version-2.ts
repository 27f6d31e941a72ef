/** The step of the store from version 1 to version 2. */
import type { Transaction } from 'dexie';

/** What version 1 kept, as far as it changes. Nothing here may follow the types of today: they go on, and this stays. */
interface Fields {
  attendees?: string;
  response?: string;
}
interface Item {
  event: Fields & { invited?: unknown };
}
interface LinkRow {
  pair: string;
  state: string;
  flags: string[];
  link: {
    quiet?: boolean;
    wish?: string;
    reason?: string;
    outlook: { mails?: string[] };
    outlookId: string;
    base: { outlook: Fields & Named; espo: Fields & Named };
    observed: { outlook: Partial<Named>; espo: Partial<Named> };
  };
}
type When = { kind: 'timed'; start: number; end: number } | { kind: 'allDay'; first: string; last: string };
interface Named {
  title: string;
  when: When;
}
interface PlanRow {
  source?: Item | undefined;
  choices?: unknown[];
  intent: { op: string; fields?: Fields };
}

const NOBODY = { attendees: '', response: '' };

/** Version 2: who takes part is a field, the user may leave an item as it is or decide on it, and is told who would be mailed. */
export async function toVersion2(transaction: Transaction): Promise<void> {
  await transaction.table<LinkRow>('links').toCollection().modify(linkTo2);
  await transaction
    .table<{ item?: Item }>('arrivals')
    .toCollection()
    .modify(({ item }) => itemTo2(item));
  await transaction.table<PlanRow>('plan').toCollection().modify(planTo2);
  await transaction
    .table<{ plan: PlanRow }>('journal')
    .toCollection()
    .modify(({ plan }) => planTo2(plan));
}

function linkTo2({ link, pair, state, flags }: LinkRow): void {
  Object.assign(link, { quiet: false, wish: '' });
  Object.assign(link.outlook, { mails: [], isOnline: false, isPrivate: false });
  // Found by its times and name, too.
  if (link.outlookId !== '') for (const twin of twinsOf(link)) flags.push(`${pair}|twin|${twin}`);
  for (const half of [link.base.outlook, link.base.espo]) Object.assign(half, NOBODY);
  // What sleeps is listed under "Needs you" now.
  if (state === 'asleep' || state === 'lostAccess') flags.push(`${pair}|ask`);
}

/** By which times and names a link is found, as version 2 spelt them. */
function twinsOf({ base, observed }: LinkRow['link']): string[] {
  const event = { ...base.outlook, ...observed.outlook };
  const title = event.title.slice(event.title.indexOf(':') + 1);
  return [...new Set([{ ...base.espo, ...observed.espo }, event, { ...event, title }].map(twinOf))];
}

function twinOf({ title, when }: Named): string {
  const span = when.kind === 'allDay' ? `${when.first}/${when.last}` : `${when.start}/${when.end}`;
  const name = title
    .normalize('NFC')
    .replace(/[<>=‹›＝]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
    .replace(/^\(no subject\)$/, '');
  return `${span}|${name.slice(0, 200)}`;
}

/** Those who take part were a list under the name that the field has now. */
function itemTo2(item: Item | undefined): void {
  if (item) Object.assign(item.event, { invited: item.event.attendees ?? [], ...NOBODY });
}

function planTo2(row: PlanRow): void {
  row.choices = [];
  itemTo2(row.source);
  if (row.intent.op === 'create') Object.assign(row.intent.fields ?? {}, NOBODY);
}
