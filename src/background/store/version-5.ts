/** The step of the store from version 4 to version 5. */
import type { Transaction } from 'dexie';

/** What version 4 kept, as far as it is looked at. Nothing here may follow the types of today: they go on, and this stays. */
type When = { kind: 'timed'; start: number; end: number } | { kind: 'allDay'; first: string; last: string };
interface Fields {
  when: When;
  status: string;
  response: string;
}
interface Row {
  flags: string[];
  link: {
    pair: string;
    state: string;
    gone: string;
    wish: string;
    outlook: { isOrganizer: boolean };
    espo: { assignedToMe: boolean; touched: boolean };
    base: { outlook: Fields; espo: Fields };
    observed: { outlook: Partial<Fields>; espo: Partial<Fields> };
  };
}

const DAY = 86_400_000;
const endOf = (when: When): number => (when.kind === 'timed' ? when.end : Date.parse(when.last) + 1.5 * DAY);
const isBackwards = (when: When): boolean => (when.kind === 'timed' ? when.end < when.start : when.last < when.first);

/** Version 5: links of records that nobody has worked on are found by when they are over, and by being declined. */
export async function toVersion5(transaction: Transaction): Promise<void> {
  await transaction
    .table<Row>('links')
    .toCollection()
    .modify((row) => {
      row.flags.push(...newFlags(row.link).map((flag) => `${row.link.pair}|${flag}`));
    });
}

function newFlags({ state, gone, wish, outlook, espo, base, observed }: Row['link']): string[] {
  const [event, record] = [
    { ...base.outlook, ...observed.outlook },
    { ...base.espo, ...observed.espo },
  ];
  const isOpen = state === 'active' && gone === '' && wish === '' && espo.assignedToMe && !espo.touched;
  if (!isOpen || record.status !== 'planned') return [];
  if (event.response === 'declined') return outlook.isOrganizer ? [] : ['declined'];
  const end = Math.max(endOf(event.when), endOf(record.when));
  if (event.status !== 'planned' || isBackwards(event.when) || isBackwards(record.when) || !Number.isFinite(end))
    return [];
  return [`until|${String(Math.max(0, end)).padStart(15, '0')}`];
}
