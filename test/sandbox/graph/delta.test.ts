/** Delta is unpleasant, but it never loses a change: a careful client that follows it ends with what the calendar shows. */
import { expect, it } from 'vitest';
import { type Client, IMMUTABLE, tenantOfThree, testWorld, timed, WINDOW } from './bench.ts';

interface Item {
  id: string;
  type?: string;
  seriesMasterId?: string | null;
  '@removed'?: unknown;
}

/** Keeps what the pages say: the last word on an id counts, and a series that is mentioned is replaced as a whole. */
function apply(known: Map<string, Item>, items: Item[]): void {
  const named = new Set(items.flatMap((item) => (item.type === 'seriesMaster' ? [item.id] : [])));
  for (const [id, item] of known) if (item.seriesMasterId && named.has(item.seriesMasterId)) known.delete(id);
  for (const item of items) {
    if (!item['@removed']) {
      known.set(item.id, item);
      continue;
    }
    known.delete(item.id);
    for (const [id, other] of known) if (other.seriesMasterId === item.id) known.delete(id);
  }
}

async function shown(me: Client): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined = `/me/calendarView?${WINDOW}&$top=100`;
  while (next) {
    const { body } = await me.get(next, IMMUTABLE);
    ids.push(...body.value.map((item: Item) => item.id));
    next = body['@odata.nextLink'];
  }
  return ids.sort();
}

it.each([1, 2, 3, 4, 5, 6])('follows %i', async (seed) => {
  const world = testWorld('2026-11-22T12:00:00Z', seed);
  const { client, anna } = tenantOfThree({ world });
  const me = client('anna');
  const other = anna.addCalendar({ name: 'Other' }).id;
  const pick = <T>(list: T[]): T | undefined => list[Math.floor(world.random() * list.length)];
  const day = () => pick(['2026-10-01', '2026-11-05', '2026-12-01', '2026-12-15', '2027-01-31', '2027-06-01']) ?? '';
  const recurrence = (startDate: string) => ({
    pattern: { type: 'daily', interval: 1 + Math.floor(world.random() * 6) },
    range: pick([
      { type: 'noEnd', startDate },
      { type: 'numbered', startDate, numberOfOccurrences: 5 },
    ]),
  });
  const known = new Map<string, Item>();
  let link = `/me/calendarView/delta?${WINDOW}`;
  for (let turn = 0; turn < 120; turn++) {
    const events = anna.events();
    const event = pick(events.filter((one) => one.type !== 'exception'));
    const start = day();
    const choice = Math.floor(world.random() * 8);
    if (choice <= 1 || !event) anna.createEvent('default', timed(`e${turn}`, start));
    else if (choice === 2)
      anna.createEvent(pick(['default', other]) ?? '', { ...timed(`s${turn}`, start), recurrence: recurrence(start) });
    else if (choice === 3) anna.updateEvent(event.id, timed(`m${turn}`, start));
    else if (choice === 4) anna.deleteEvent(event.id, { hard: world.random() < 0.5 });
    else if (choice === 5) anna.moveEvent(event.id, pick(['default', other]) ?? '');
    else if (choice === 6 && event.type === 'seriesMaster') {
      const days = (await me.get(`/me/events/${event.immutableId}/instances?${WINDOW}`)).body.value;
      const one = pick(days as { start: { dateTime: string }; type: string }[]);
      if (one?.type === 'occurrence') anna.deleteOccurrence(event.id, one.start.dateTime.slice(0, 10));
    } else if (choice === 7 && event.type === 'seriesMaster') {
      const days = (await me.get(`/me/events/${event.immutableId}/instances?${WINDOW}`)).body.value;
      const one = pick(days as { id: string; type: string }[]);
      if (one?.type === 'occurrence') await me.patch(`/me/events/${one.id}`, { subject: `x${turn}` });
    }
    if (world.random() < 0.3) {
      const round = await me.round(link, IMMUTABLE);
      expect(round.error).toBeUndefined();
      link = round.link;
      apply(known, round.items);
      const seen = [...known.values()].filter((item) => item.type !== 'seriesMaster').map((item) => item.id);
      expect(seen.sort()).toEqual(await shown(me));
    }
  }
});
