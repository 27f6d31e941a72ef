/** A first sync of many events: what EspoCRM is asked for, and that nothing of what is there is missed. */
import { describe, expect, it } from 'vitest';
import type { EspoItem } from '../../src/background/sync/model/item.ts';
import { refOf } from '../../src/background/sync/model/item.ts';
import type { FindKey, Search } from '../../src/background/sync/model/port.ts';
import { DAY } from '../../src/shared/time.ts';
import { company, OWN, person, TEAM } from './colleagues.ts';
import { SeededWorld } from './company.ts';
import { Dice } from './dice.ts';
import { meeting, scene, timed } from './scene.ts';

const MANY = 200;
const dateOf = (i: number): string => new Date(Date.parse('2026-12-01') + (i % 25) * DAY).toISOString().slice(0, 10);
const at = (i: number): [day: string, from: string, to: string] => {
  const hour = String(8 + Math.floor(i / 25)).padStart(2, '0');
  return [dateOf(i), `${hour}:00`, `${hour}:30`];
};

describe('many events', () => {
  it('cost a count per kind to be looked for, and a few pages to be looked for again', async () => {
    const { run, mailbox, espo } = await scene();
    for (let i = 0; i < MANY; i += 1) mailbox.createEvent('default', timed(`Event ${i}`, ...at(i)));
    const asked = async () => {
      const before = espo.log.length;
      const report = await run();
      const lists = espo.log.slice(before).filter(({ method, path }) => method === 'GET' && path.includes('?search'));
      return { created: report.created, lists: lists.length };
    };
    const idle = 6;
    const first = await asked();
    expect(first.created).toBe(MANY);
    // Meetings, Calls and Visits: changes and counts as in any run, and one count more for each.
    expect(first.lists).toBeLessThanOrEqual(idle + 3);
    for (let i = 0; i < 2; i += 1) expect((await asked()).lists).toBeLessThanOrEqual(idle + 3 + 4);
    expect((await asked()).lists).toBe(idle);
  });

  it('cost no question for each long text where only ids are compared', async () => {
    const { company: firm, run, mailbox, espo } = await scene();
    const body = { contentType: 'html', content: `<p>${'word '.repeat(2400)}</p>` };
    for (let i = 0; i < 30; i += 1) mailbox.createEvent('default', { ...timed(`Event ${i}`, ...at(i)), body });
    for (let i = 0; i < 8; i += 1) await run();
    const before = espo.log.length;
    firm.world.advance(DAY + DAY / 24);
    await run();
    const asked = espo.log.slice(before).map(({ path }) => decodeURIComponent(path));
    expect(asked.filter((path) => path.includes('"orderBy":"id"')).length).toBeGreaterThan(0);
    expect(asked.filter((path) => /\/Meeting\/\w+/.test(path))).toEqual([]);
  });

  it('find what stands there already, mine and what others made of it', async () => {
    const { run, mailbox, espo, anna, settled } = await scene();
    for (let i = 0; i < MANY; i += 1) mailbox.createEvent('default', timed(`Event ${i}`, ...at(i)));
    for (const i of [3, 77, 150]) {
      const [day, from, to] = at(i);
      const { id } = espo.user('anna');
      const times = { dateStart: `${day} ${from}:00`, dateEnd: `${day} ${to}:00` };
      anna.create(i === 77 ? 'Call' : 'Meeting', { ...meeting(`Event ${i}`, String(id)), ...times });
    }
    const { created, linked } = await run();
    expect([created, linked]).toEqual([MANY - 3, 3]);
    await settled();
  });
});

describe.each([
  ['full rights and the optional field', undefined, true],
  ['full rights', undefined, false],
  ['rights of the team', TEAM, false],
  ['own rights', OWN, true],
] as const)('what is read once is what would be found one by one: %s', (_, role, keyField) => {
  it.each([1, 2, 3, 4, 5, 6])('seed %i', async (seed) => {
    const chance = new Dice(new SeededWorld(seed).random);
    const { clara, dirk, firm } = await company({ ...(role ? { role } : {}), keyField });
    for (let i = 0; i < 24; i += 1) {
      const [who, other] = chance.chance(0.5) ? [clara, dirk] : [dirk, clara];
      const allDay = chance.chance(0.2);
      const day = dateOf(chance.int(6));
      const event = allDay
        ? {
            subject: `Day ${i}`,
            isAllDay: true,
            start: { dateTime: `${day}T00:00:00`, timeZone: 'UTC' },
            end: {
              dateTime: `${new Date(Date.parse(day) + DAY).toISOString().slice(0, 10)}T00:00:00`,
              timeZone: 'UTC',
            },
          }
        : timed(chance.pick(['A', 'B', 'C']), day, chance.pick(['09:00', '10:00']), '11:00');
      who.mailbox.createEvent('default', chance.chance(0.4) ? { ...event, attendees: [person(other.name)] } : event);
    }
    for (const { browser } of [clara, dirk]) await browser.run();
    firm.world.advance(DAY / 24);
    const { ports, store } = await dirk.browser.engine();
    const links = await store.linksInState('active');
    const keys: FindKey[] = links.map(({ meetingKey, base }) => {
      const people = chance.pick([[], ['clara@contoso.example'], ['clara@contoso.example', 'nobody@contoso.example']]);
      const organizer = chance.pick(['', people[0] ?? '']);
      return { meetingKey: chance.chance(0.2) ? '' : meetingKey, fields: base.outlook, people, organizer };
    });
    const found = async (search?: Search) =>
      (await ports.espo.find(keys, search)).map((items: EspoItem[]) =>
        [...new Set(items.map((item) => `${refOf(item)} ${item.event.title}`))].sort(),
      );
    const one = await found();
    const from = Date.parse('2026-11-01');
    expect(one.flat().length).toBeGreaterThan(5);
    expect(await found({ expected: 1000, among: { from, until: from + 90 * DAY } })).toEqual(one);
    expect(await found({ expected: 1000, among: { createdSince: 0 } })).toEqual(one);
    // Only some of them begin there: the others are asked for.
    expect(await found({ expected: 1000, among: { from: Date.parse('2026-12-03'), until: from + 90 * DAY } })).toEqual(
      one,
    );
    // More stand there than are worth being read.
    expect(await found({ expected: 81, among: { createdSince: 0 } })).toEqual(one);
  });
});
