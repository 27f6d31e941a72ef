/** Tasks are shown in Outlook, each once and as it is, and nothing of Outlook ever reaches one (rule 4, whatever the direction). */
import { sameWhen, startOf, type When } from '../../src/background/sync/model/event.ts';
import { espoRef } from '../../src/background/sync/model/item.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import type { Violation } from './acts.ts';
import type { Cast, Station } from './cast.ts';
import { isFar } from './far.ts';
import type { Ledger } from './ledger.ts';
import type { Seen } from './seen.ts';
import { TASK_NAME, tasksOf } from './task-acts.ts';
import { eventFields } from './texts.ts';

export function judgeTask({ write }: Seen): Violation[] {
  const isTask = write.side === 'espo' && write.feed === 'Task';
  return isTask ? [{ rule: 'task', detail: `${write.method} ${write.path}: a task is written` }] : [];
}

export async function tasksAtTheEnd(cast: Cast, ledger: Ledger): Promise<Violation[]> {
  if (!cast.act.tasks) return [];
  const broken: Violation[] = [];
  const say = (detail: string) => broken.push({ rule: 'task', detail });
  // Whose label is not known any more is a name like any other.
  const known = cast.members.every(({ settingsChanged }) => !settingsChanged);
  for (const { row } of cast.records())
    if (known && String(row['name']).includes(TASK_NAME)) say(`a record is made of "${String(row['name'])}"`);
  for (const station of cast.stations) {
    const { user, browser } = station;
    if (!browser.settings.entities.some(({ type }) => type === 'Task')) continue;
    for (const row of tasksOf(cast)) {
      const shown = eventsOf(station, row, ledger);
      if (shown.length > 1 && !cast.moved) say(`${shown.length} events of "${String(row['name'])}" of ${user.name}`);
      if (row['assignedUserId'] === user.espo.id) await asItIs(station, row, ledger, say);
    }
  }
  return broken;
}

const eventsOf = ({ user }: Station, { id }: Row, ledger: Ledger): StoredEvent[] =>
  [...user.box.events].filter(
    (event) =>
      event.deletedAt === undefined &&
      ledger.bySync.has(event) &&
      event.extended.some(({ value }) => value.startsWith(`Task|${id}|`)),
  );

/** Known, and its event says when it is due and what it is called, unless somebody has edited that one. */
async function asItIs({ user, browser }: Station, row: Row, ledger: Ledger, say: (detail: string) => void) {
  const { store, settings } = browser;
  const ref = espoRef('Task', row.id);
  const what = `"${String(row['name'])}" of ${user.name}`;
  const [link] = await store.linksByRef('espo', [ref]);
  const [seen] = await store.seenByRef('espo', [ref]);
  const due = dueOf(row);
  // Due before the window of a browser that remembers nothing of before.
  const isFarAway = due !== undefined && isFar(startOf(due), browser.createdAt, settings.syncSince);
  if (!link && !seen) return isFarAway ? undefined : say(`${what} is unknown`);
  if (!link || link.state !== 'active' || link.gone !== '' || settings.direction === 'outlookToEspo') return;
  const held = (await store.plan()).some((one) => one.linkId === link.id);
  const event = user.box.index.get(link.outlookId)?.event;
  if (held || !due || !event || event.deletedAt !== undefined || event.master || event.calendar.source) return;
  if (ledger.lastEdit(event, 'title') > 0 || ledger.lastEdit(event, 'when') > 0) return;
  if (event.sensitivity === 'private' || event.isCancelled || !event.isOrganizer) return;
  // A guest was added: what changes then waits for a person.
  if (event.attendees.length > 0 || ledger.discarded.has(link.id)) return;
  if (!event.subject.endsWith(String(row['name']))) say(`${what} is called "${event.subject}"`);
  const { when } = eventFields(event);
  if (!sameWhen(when, due)) say(`${what} stands at ${JSON.stringify(when)}, not ${JSON.stringify(due)}`);
}

function dueOf(row: Row): When | undefined {
  const [day, time] = [row['dateEndDate'], row['dateEnd']];
  if (typeof day === 'string') return { kind: 'allDay', first: day, last: day };
  if (typeof time !== 'string') return undefined;
  const at = Date.parse(`${time.replace(' ', 'T')}Z`);
  return { kind: 'timed', start: at, end: at };
}
