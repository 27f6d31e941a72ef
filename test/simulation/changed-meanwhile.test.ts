/** Something was changed at the very moment at which it was looked at, most of it in random histories that once broke a rule. */
import { expect, it } from 'vitest';
import type { Act, CastAct } from './acts.ts';
import { DEFAULT_CAST } from './cast.ts';
import { play } from './history.ts';
import { scene, timed } from './scene.ts';
import { OTHERS, stage } from './stage.ts';

const cast = (change: Partial<CastAct>): Act => ({ ...DEFAULT_CAST, ...change });

/** Shrunk: what they say, the seed that the stand-ins had, and what happened. */
const HISTORIES: [name: string, seed: number, acts: Act[]][] = [
  [
    'whoever is added to a record in the second in which it was read is invited, too',
    8215,
    [
      cast({
        browsers: [1, 1],
        rights: ['team', 'team'],
        types: ['Meeting', 'CVisit'],
        second: false,
        skew: [0, -200_000],
        statuses: true,
        several: true,
        tasks: true,
      }),
      { act: 'createRecord', by: 2, tag: 1, day: 8, title: 9, type: 'Meeting', kind: 'allDay', for: 2 },
      { act: 'sync', by: 2, browser: 1 },
      { act: 'wait', ms: 3_600_000 },
      { act: 'setting', by: 0, change: { invite: 'always' } },
      { act: 'createRecord', by: 0, tag: 2, day: 6, title: 10, type: 'Meeting', kind: 'timed' },
      { act: 'setGuests', by: 0, pick: 78, value: 9 },
      { act: 'setGuests', by: 0, pick: 11, value: 13 },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'setGuests', by: 0, pick: 67, value: 14 },
    ],
  ],
  [
    'of two records that two browsers made at once the one that was edited stays, though the list of changes could not be read just then',
    38322,
    [
      cast({
        browsers: [2],
        rights: ['team'],
        types: ['Meeting'],
        keyField: true,
        second: true,
        skew: [90_000, 0],
        settings: { declinedNotHeld: false },
        drafts: true,
        keyLength: 100,
      }),
      { act: 'createEvent', by: 0, tag: 1, day: 15, title: 8, kind: 'allDay', calendar: 0 },
      { act: 'createRecord', by: 2, tag: 2, day: 1, title: 5, type: 'Call', kind: 'timed' },
      { act: 'together', a: [0, 0], b: [0, 1] },
      { act: 'editRecord', by: 0, pick: 65, field: 'location', value: 136 },
      { act: 'editRecord', by: 2, pick: 38, field: 'title', value: 31 },
      { act: 'fault', side: 'espo', when: 'before', status: 500, times: 1, retryAfter: 7 },
      { act: 'sync', by: 1, browser: 0 },
    ],
  ],
];

it.each(HISTORIES)('%s', async (_name, seed, acts) => {
  expect((await play(seed, acts)).violations).toEqual([]);
});

it('an edit that comes between a write and the look at what became of it is a person’s work', async () => {
  const { anna, mailbox, run, espo, hands } = await stage();
  const event = mailbox.createEvent('default', timed('Visit'));
  for (const name of OTHERS) mailbox.createEvent('default', timed(name));
  await run();
  mailbox.updateEvent(event.id, { subject: 'Visit Acme' });
  espo.faults.push({ match: ({ method }) => method === 'PUT', when: 'after' });
  await run().catch(() => undefined);
  const id = String(espo.dump('Meeting').find((row) => row['name'] === 'Visit Acme')?.id);
  anna.update('Meeting', id, { description: 'By Anna' });
  await run();
  mailbox.deleteEvent(event.id);
  await run();
  expect(espo.dump('Meeting').map((row) => row.id)).toContain(id);
  expect((await hands.need()).reason).toBe('touchedRecord');
});

it('an edit that falls between the last look and the write is a person’s work, though its time is the write’s', async () => {
  const { anna, mailbox, run, espo, hands } = await stage();
  const event = mailbox.createEvent('default', timed('Visit'));
  for (const name of OTHERS) mailbox.createEvent('default', timed(name));
  await run();
  const id = String(espo.dump('Meeting').find((row) => row['name'] === 'Visit')?.id);
  mailbox.updateEvent(event.id, { location: { displayName: 'Room 7' } });
  let edited = false;
  const editJustNow = ({ method }: { method: string }): boolean => {
    if (method === 'PUT' && !edited) {
      edited = true;
      anna.update('Meeting', id, { name: 'Visit Acme' });
    }
    return false;
  };
  espo.faults.push({ match: editJustNow, when: 'before' });
  await run();
  await run();
  expect(mailbox.events().map(({ subject }) => subject)).toContain('Visit Acme');
  mailbox.deleteEvent(event.id);
  await run();
  await run();
  expect(espo.dump('Meeting').map((row) => row.id)).toContain(id);
  expect((await hands.need()).reason).toBe('touchedRecord');
});

it('an event that is renamed while nobody can say whether its record arrived keeps its new name', async () => {
  const { mailbox, run, espo, names, settled } = await scene();
  const { id } = mailbox.createEvent('default', timed('As it was'));
  espo.faults.push({ match: ({ method }) => method === 'POST', when: 'after' });
  await run().catch(() => undefined);
  const times = Number.POSITIVE_INFINITY;
  espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times });
  await run();
  mailbox.updateEvent(id, { subject: 'Renamed' });
  await run();
  espo.faults.length = 0;
  await run();
  expect(mailbox.events().map(({ subject }) => subject)).toEqual(['Renamed']);
  expect(names()).toEqual(['Renamed']);
  await settled();
});
