import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import { DAY, MINUTE } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { Hands } from './hands.ts';
import { fill } from './many-items.ts';
import { scene, timed } from './scene.ts';

type Scene = Awaited<ReturnType<typeof scene>>;
type Setting = (browser: Browser) => void;

/** A re-install, and the event was renamed meanwhile: whether the record is the same meeting is asked. */
async function renamed() {
  const one = await scene();
  const { mailbox, company, login, espo } = one;
  const event = mailbox.createEvent('default', timed('Kick-off', '2026-12-01'));
  await one.run();
  mailbox.updateEvent(event.immutableId, { subject: 'Kick-off with Acme' });
  const browser = new Browser(company, login, { settings: { direction: 'both' } });
  const run = () => {
    company.world.advance(MINUTE);
    return browser.run();
  };
  const state = async () => {
    const needs = await listNeeds(browser.store, (await browser.engine()).policy);
    return [needs.map(({ reason }) => reason), espo.dump('Meeting').length, mailbox.events().length];
  };
  await run();
  return { ...one, browser, run, state };
}

const setting =
  (change: Partial<Browser['settings']>): Setting =>
  (browser) => {
    browser.settings = { ...browser.settings, ...change };
  };

const ASKED = [['sameMeeting'], 1, 1];

describe('whether two are the same meeting', () => {
  it.each(['Meeting', 'Call', 'CVisit'])('is asked as before when %s could not be read for a run', async (type) => {
    const one = await renamed();
    expect(await one.state()).toEqual(ASKED);
    const lift = one.espo.breakEntity(type, { status: 500 });
    await one.run();
    expect(await one.state()).toEqual(ASKED);
    lift();
    for (let i = 0; i < 3; i += 1) await one.run();
    expect(await one.state()).toEqual(ASKED);
  });

  it('is asked as before when the calendar could not be read for a run', async () => {
    const one = await renamed();
    const lift = one.company.graph.control.breakCalendar(one.mailbox.calendar().id, { status: 500 });
    await one.run();
    lift();
    for (let i = 0; i < 3; i += 1) await one.run();
    expect(await one.state()).toEqual(ASKED);
  });

  it('is asked as before when the right to read was lost for a run', async () => {
    const one = await renamed();
    one.espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times: 3 });
    await one.run();
    one.espo.faults.length = 0;
    for (let i = 0; i < 2; i += 1) await one.run();
    expect(await one.state()).toEqual(ASKED);
  });

  it('is asked as before when the direction was changed and changed back', async () => {
    const one = await renamed();
    for (const direction of ['espoToOutlook', 'outlookToEspo', 'both'] as const) {
      setting({ direction })(one.browser);
      for (let i = 0; i < 2; i += 1) await one.run();
      expect((await one.state()).slice(1)).toEqual([1, 1]);
    }
    expect(await one.state()).toEqual(ASKED);
  });

  it.each([
    ['private', { sensitivity: 'private' }, {}, { sensitivity: 'normal' }],
    ['filtered', { categories: ['Red'] }, { categoriesDeny: ['Red'] }, { categories: [] }],
  ])('is asked as before when the event was %s for two runs', async (_, change, settings, back) => {
    const one = await renamed();
    setting(settings)(one.browser);
    const [event] = one.mailbox.events();
    one.mailbox.updateEvent(event?.immutableId ?? '', change);
    for (let i = 0; i < 2; i += 1) await one.run();
    expect(await one.state()).toEqual(ASKED);
    one.mailbox.updateEvent(event?.immutableId ?? '', back);
    for (let i = 0; i < 2; i += 1) await one.run();
    expect(await one.state()).toEqual(ASKED);
  });

  it('is asked as before when only what begins later was to be synced for two runs', async () => {
    const one = await renamed();
    for (const syncSince of ['2026-12-20', '']) {
      setting({ syncSince })(one.browser);
      for (let i = 0; i < 2; i += 1) await one.run();
      expect((await one.state()).slice(1)).toEqual([1, 1]);
    }
    expect(await one.state()).toEqual(ASKED);
  });

  it('is asked no more when it was linked while the event was private', async () => {
    const one = await renamed();
    const [event] = one.mailbox.events();
    one.mailbox.updateEvent(event?.immutableId ?? '', { sensitivity: 'private' });
    for (let i = 0; i < 2; i += 1) await one.run();
    const [need] = await listNeeds(one.browser.store, (await one.browser.engine()).policy);
    const row = (await one.browser.store.plan()).find(({ id }) => id === need?.id);
    expect(row?.choices.map(({ title }) => title)).toEqual(['']);
    await giveAnswer(one.browser.store, { id: need?.id ?? '', action: 'link', choice: row?.choices[0]?.ref ?? '' });
    for (let i = 0; i < 2; i += 1) await one.run();
    expect((await one.state()).slice(1)).toEqual([1, 1]);
    one.mailbox.updateEvent(event?.immutableId ?? '', { sensitivity: 'normal' });
    for (let i = 0; i < 2; i += 1) await one.run();
    expect(await one.state()).toEqual([[], 1, 1]);
  });

  it('is linked when its kind of record is synced again, if that was the answer meanwhile', async () => {
    const one = await renamed();
    const [need] = await listNeeds(one.browser.store, (await one.browser.engine()).policy);
    const { entities } = one.browser.settings;
    const others = entities.filter(({ type }) => type !== 'Meeting');
    setting({ entities: others, defaultEntity: 'Call' })(one.browser);
    await one.run();
    const [row] = await one.browser.store.plan();
    await giveAnswer(one.browser.store, { id: need?.id ?? '', action: 'link', choice: row?.choices[0]?.ref ?? '' });
    await one.run();
    setting({ entities, defaultEntity: 'Meeting' })(one.browser);
    for (let i = 0; i < 2; i += 1) await one.run();
    expect(await one.state()).toEqual([[], 1, 1]);
    expect(one.espo.dump('Call')).toEqual([]);
  });

  it('is asked also about what a person agreed to make with many others', async () => {
    const one = await scene();
    const team = one.mailbox.addCalendar({ name: 'Team' });
    await one.run();
    fill(one.company, 0, 230);
    const [record] = one.espo.dump('Meeting');
    await one.run();
    const start = String(record?.['dateStart']).replace(' ', 'T');
    const end = String(record?.['dateEnd']).replace(' ', 'T');
    const when = { start: { dateTime: start, timeZone: 'UTC' }, end: { dateTime: end, timeZone: 'UTC' } };
    one.mailbox.createEvent(team.id, { subject: 'Another name', ...when });
    setting({ otherCalendars: [team.id] })(one.browser);
    await one.run();
    const reasons = async () => (await new Hands(one.browser).needs()).map(({ reason }) => reason).sort();
    expect(await reasons()).toEqual(['bulk', 'sameMeeting']);
    const hold = (await new Hands(one.browser).needs()).find(({ reason }) => reason === 'bulk');
    await giveAnswer(one.browser.store, { id: hold?.id ?? '', action: 'apply', choice: '' });
    for (let i = 0; i < 3; i += 1) await one.run();
    expect([await reasons(), one.names().length, one.mailbox.events().length]).toEqual([['sameMeeting'], 230, 230]);
  }, 60_000);

  it('is asked no more when it was answered, whatever fails then', async () => {
    const one = await renamed();
    const [need] = await listNeeds(one.browser.store, (await one.browser.engine()).policy);
    await giveAnswer(one.browser.store, { id: need?.id ?? '', action: 'apply', choice: '' });
    const lift = one.espo.breakEntity('Call', { status: 500 });
    await one.run();
    lift();
    for (let i = 0; i < 3; i += 1) await one.run();
    expect(await one.state()).toEqual([[], 2, 2]);
  });
});

/** Answers a part of what is held. */
async function agreeTo(one: Scene, count: number): Promise<void> {
  const need = await new Hands(one.browser).need();
  const held = (await one.browser.store.plan()).filter(({ state }) => state === 'held').map(({ id }) => id);
  await giveAnswer(one.browser.store, { id: need.id, action: 'apply', choice: '', only: held.slice(0, count) });
  await one.run();
}

/** Something is away for a run, two days later, and comes back. */
async function awayForARun(one: Scene, what: string): Promise<void> {
  one.company.world.advance(2 * DAY);
  await one.run();
  const { settings } = one.browser;
  const entities = settings.entities.filter(({ type }) => type !== 'Meeting');
  const lifts: (() => void)[] = [];
  if (what === 'Meeting off') {
    setting({ entities })(one.browser);
    lifts.push(() => setting(settings)(one.browser));
  } else if (what === 'calendar')
    lifts.push(one.company.graph.control.breakCalendar(one.mailbox.calendar().id, { status: 500 }));
  else lifts.push(one.espo.breakEntity(what, { status: 500 }));
  await one.run();
  for (const lift of lifts) lift();
  for (let i = 0; i < 2; i += 1) await one.run();
}

describe('what a bulk goes on holding when a part of it was answered', () => {
  it.each(['Call', 'Meeting', 'calendar'])(
    'creations, and %s is away for a run',
    async (what) => {
      const one = await scene();
      await one.run();
      fill(one.company, 230, 0);
      await one.run();
      await agreeTo(one, 100);
      expect(one.names().length).toBe(100);
      await awayForARun(one, what);
      expect(one.names().length).toBe(100);
      expect((await new Hands(one.browser).needs()).length).toBe(1);
    },
    60_000,
  );

  it.each([
    ['outlook', 'Meeting off'],
    ['espo', 'Meeting off'],
    ['outlook', 'Meeting'],
    ['espo', 'calendar'],
  ])(
    'deletions in %s, and %s is away for a run',
    async (side, what) => {
      const one = await scene();
      fill(one.company, side === 'outlook' ? 50 : 0, side === 'outlook' ? 0 : 50);
      for (let i = 0; i < 3; i += 1) await one.run();
      if (side === 'outlook') for (const e of one.mailbox.events().slice(0, 11)) one.mailbox.deleteEvent(e.immutableId);
      else for (const { id } of one.espo.dump('Meeting').slice(0, 11)) one.anna.remove('Meeting', id);
      for (let i = 0; i < 2; i += 1) await one.run();
      await agreeTo(one, 8);
      const left = () => (side === 'outlook' ? one.names() : one.subjects()).length;
      expect(left()).toBe(42);
      await awayForARun(one, what);
      expect(left()).toBe(42);
      expect((await new Hands(one.browser).needs()).length).toBe(1);
    },
    60_000,
  );

  it('an answer to all of it is kept while a kind of record cannot be read', async () => {
    const one = await scene();
    await one.run();
    fill(one.company, 230, 0);
    await one.run();
    await new Hands(one.browser).press('apply');
    const lift = one.espo.breakEntity('Call', { status: 500 });
    await one.run();
    expect(one.names().length).toBe(0);
    lift();
    await one.run();
    expect(one.names().length).toBe(230);
  }, 60_000);
});

it('what was left out beside an event that waits is met anew when that one is gone, also where it waits for a kind of record that is away', async () => {
  const one = await scene();
  for (const id of [1, 2].map(() => one.mailbox.createEvent('default', timed('Twice', '2026-12-01')).immutableId))
    one.mailbox.giveICalUId(id, 'one-for-both');
  const lift = one.espo.breakEntity('Call', { status: 500 });
  await one.run();
  expect(one.names()).toEqual([]);
  const [left] = await one.browser.store.seenWithReason('alreadyLinked', 9);
  for (const { immutableId } of one.mailbox.events())
    if (immutableId !== left?.ref) one.mailbox.deleteEvent(immutableId);
  await one.run();
  lift();
  for (let i = 0; i < 2; i += 1) await one.run();
  expect(one.names()).toEqual(['Twice']);
});

it('what was left out beside an event that is gone is met anew as soon as its own calendar can be read', async () => {
  const one = await scene();
  const team = one.mailbox.addCalendar({ name: 'Team' });
  setting({ otherCalendars: [team.id] })(one.browser);
  const [mine = '', theirs = ''] = ['default', team.id].map(
    (calendar) => one.mailbox.createEvent(calendar, timed('Twice', '2026-12-01')).immutableId,
  );
  for (const id of [mine, theirs]) one.mailbox.giveICalUId(id, 'one-for-both');
  const lifts = [one.espo.breakEntity('Call', { status: 500 })];
  await one.run();
  expect((await one.browser.store.seenWithReason('alreadyLinked', 9)).map(({ ref }) => ref)).toEqual([theirs]);
  one.mailbox.deleteEvent(mine);
  lifts.push(one.company.graph.control.breakCalendar(team.id, { status: 500 }));
  one.espo.faults.length = 0;
  await one.run();
  for (const lift of lifts) lift();
  for (let i = 0; i < 3; i += 1) await one.run();
  expect(one.names()).toEqual(['Twice']);
});
