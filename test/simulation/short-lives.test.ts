/** A worker that the browser stops again and again: each life gets further than the one before. */
import { describe, expect, it } from 'vitest';
import type { Direction } from '../../src/shared/settings.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { fill, slot } from './many-items.ts';
import { meeting } from './scene.ts';
import { ShortLives } from './short-lives.ts';

const MANY = 300;
/** Milliseconds that each request takes. */
const LATENCY = 50;

/** Events in Outlook, or records in EspoCRM, that wait for their first sync. */
async function company(direction: Direction) {
  const lives = await ShortLives.open({ settings: { direction }, lease: 'here' });
  const { graph, espo } = lives.company;
  const mailbox = graph.control.mailbox('anna');
  const anna = espo.control.act('anna');
  if (direction === 'espoToOutlook') fill(lives.company, 0, MANY);
  else fill(lives.company, MANY, 0);
  await lives.browser.connect();
  const names = () => espo.control.dump('Meeting').map((row) => String(row['name']));
  const subjects = () => mailbox.events().map(({ subject }) => subject);
  const made = direction === 'espoToOutlook' ? subjects : names;
  return { lives, mailbox, espo, anna, names, subjects, made };
}

/** How many items stand there after each life of that length, until a run comes to its end. */
async function grow(lives: ShortLives, made: () => string[], length: number, between = () => {}): Promise<number[]> {
  const after: number[] = [];
  while (after.length < 60) {
    const report = await lives.live(LATENCY, length);
    after.push(made().length);
    if (report) return after;
    between();
    lives.company.world.advance(MINUTE);
  }
  throw new Error(`no end: ${after.join(' ')}`);
}

describe.each(['outlookToEspo', 'both', 'espoToOutlook'] as const)('a first sync, %s', (direction) => {
  it('makes something in each life of 700 ms once both sides are read, and everything once', async () => {
    const { lives, made, names, subjects } = await company(direction);
    const after = await grow(lives, made, 700);
    const steps = after.slice(1).map((count, i) => ({ count, more: count - (after[i] ?? 0) }));
    // The last lives only find that nothing is left to do.
    expect(steps.filter(({ count, more }) => more < 4 && count < MANY)).toEqual([]);
    // In Outlook four are made at once, and what a stopped life made is looked up as slowly.
    expect(after.length).toBeLessThan(direction === 'espoToOutlook' ? 40 : 15);
    for (const list of [names(), subjects()]) expect([list.length, new Set(list).size]).toEqual([MANY, MANY]);
    lives.company.world.advance(MINUTE);
    expect(await lives.live(LATENCY)).toMatchObject({ created: 0, updated: 0, removed: 0 });
  });

  it('gets further with each life of 2 s, too', async () => {
    const { lives, made } = await company(direction);
    const after = await grow(lives, made, 2000);
    expect(after).toEqual([...after].sort((a, b) => a - b));
    expect(after.length).toBeLessThan(9);
    expect(new Set(made()).size).toBe(MANY);
  });
});

it('a later sync of many events, too, gets to its end in lives of 700 ms', async () => {
  const { lives, made, names, subjects } = await company('both');
  await lives.live(LATENCY);
  lives.company.world.advance(MINUTE);
  fill(lives.company, MANY + 100, 0, MANY);
  const after = await grow(lives, made, 700);
  expect(after.length).toBeLessThan(15);
  for (const list of [names(), subjects()]) expect([list.length, new Set(list).size]).toEqual([MANY + 100, MANY + 100]);
});

describe('lives of 700 ms, where EspoCRM holds more than there are events', () => {
  /** As many events as asked for, and records that begin when they do, of Anna's own or of the administrator's. */
  async function beside(events: number, records: number, who: 'anna' | 'admin', name: string) {
    const lives = await ShortLives.open({ settings: { direction: 'outlookToEspo' }, lease: 'here' });
    fill(lives.company, events, 0);
    for (let i = 0; i < records; i += 1) record(lives, `${name} ${i}`, i, who);
    await lives.browser.connect();
    const made = () => names(lives).filter((one) => one.startsWith('Item'));
    const { store } = lives.browser;
    const sought = async () =>
      (await Promise.all((await store.cursorNames('sought|')).map((one) => store.cursor(one)))).join();
    /** Lives until some events were looked for and not found. */
    const begin = async (): Promise<void> => {
      for (let life = 0; life < 20 && !(await sought()).includes('["'); life += 1) {
        await lives.live(LATENCY, 700);
        lives.company.world.advance(MINUTE);
      }
    };
    return { lives, made, store, sought, begin };
  }
  const record = ({ company }: ShortLives, name: string, i: number, who: 'anna' | 'admin' = 'anna'): void => {
    const user = company.espo.control.act(who);
    const [day, from, to] = slot(i);
    const times = { dateStart: `${day} ${from}:00`, dateEnd: `${day} ${to}:00` };
    user.create('Meeting', { ...meeting(name, user.id), ...times });
  };
  const names = ({ company }: ShortLives): string[] =>
    company.espo.control.dump('Meeting').map((row) => String(row['name']));

  it('everything is made once', async () => {
    const { lives, made, store } = await beside(2 * MANY, 2 * MANY + 50, 'admin', 'Other');
    expect((await grow(lives, made, 700)).length).toBeLessThan(25);
    expect([made().length, new Set(made()).size]).toEqual([2 * MANY, 2 * MANY]);
    expect(await store.cursorNames('sought|')).toEqual([]);
  });

  it('everything is linked that is there already', async () => {
    const { lives, made, store } = await beside(4 * MANY, 4 * MANY, 'anna', 'Item');
    expect((await grow(lives, made, 700)).length).toBeLessThan(25);
    expect(made()).toHaveLength(4 * MANY);
    expect(await store.linksInState('active')).toHaveLength(4 * MANY);
  });

  it('an event that was edited since it was not found is looked for again', async () => {
    const { lives, made, sought, begin, store } = await beside(3 * MANY, 3 * MANY + 50, 'admin', 'Other');
    await begin();
    const asked = await sought();
    const mailbox = lives.company.graph.control.mailbox('anna');
    const event = mailbox.events().find(({ immutableId }) => asked.includes(immutableId));
    if (!event) throw new Error('nothing was looked for');
    record(lives, 'Renamed', Number(event.subject.split(' ')[1]));
    mailbox.updateEvent(event.id, { subject: 'Renamed' });
    await grow(lives, made, 700);
    expect([made().length, names(lives).filter((one) => one === 'Renamed').length]).toEqual([3 * MANY - 1, 1]);
    expect(await store.linksInState('active')).toHaveLength(3 * MANY);
  });

  it('everything is looked for again after a longer rest', async () => {
    const { lives, made, begin } = await beside(3 * MANY, 3 * MANY + 50, 'admin', 'Other');
    await begin();
    expect(made()).toEqual([]);
    record(lives, 'Item 7', 7);
    lives.company.world.advance(20 * MINUTE);
    await grow(lives, made, 2000);
    expect([made().length, new Set(made()).size]).toEqual([3 * MANY, 3 * MANY]);
  });
});

it.each([500, 600, 700, 800])('lives of %i ms read a calendar of many pages without a gap', async (length) => {
  const lives = await ShortLives.open({ settings: { direction: 'outlookToEspo' }, lease: 'here' });
  fill(lives.company, 5 * MANY, 0);
  await lives.browser.connect();
  const { store } = lives.browser;
  const isRead = async () => (await store.cursorNames('ids|')).length > 0;
  for (let life = 0; life < 60 && !(await isRead()); life += 1) {
    await lives.live(LATENCY, length);
    lives.company.world.advance(MINUTE);
  }
  const linked = await store.linksInState('active');
  expect((await store.countArrivals('outlook')) + linked.length).toBe(5 * MANY);
});

it('asks in no life for what was read when the user connected', async () => {
  const { lives, made } = await company('both');
  const asked: string[] = [];
  await grow(lives, made, 700, () => asked.push(...lives.asked.map(({ what }) => what)));
  expect(asked.filter((what) => /App\/user|Metadata|mailboxSettings|me\/calendars\?|\/me\?/.test(what))).toEqual([]);
});

it('carries over what people did meanwhile, and looks again before it makes anything after a longer rest', async () => {
  const { lives, made, mailbox, espo, anna, names, subjects } = await company('both');
  const events = mailbox.events();
  for (let i = 0; i < 4; i += 1) {
    await lives.live(LATENCY, 700);
    lives.company.world.advance(MINUTE);
  }
  const begun = made().length;
  expect(begun).toBeGreaterThan(20);
  expect(begun).toBeLessThan(MANY - 20);
  // Made already, and not made yet; and a colleague's browser was faster over night.
  const [first, second] = events.filter(({ subject }) => names().includes(subject));
  const [third, fourth, fifth] = events.filter(({ subject }) => !names().includes(subject)).reverse();
  if (!first || !second || !third || !fourth || !fifth) throw new Error('nothing to act on');
  mailbox.updateEvent(first.id, { subject: 'Renamed, made' });
  mailbox.deleteEvent(second.id);
  mailbox.updateEvent(third.id, { subject: 'Renamed, not made' });
  mailbox.deleteEvent(fourth.id);
  const [day, from, to] = slot(Number(fifth.subject.split(' ')[1]));
  const times = { dateStart: `${day} ${from}:00`, dateEnd: `${day} ${to}:00` };
  lives.company.world.advance(8 * 60 * MINUTE);
  anna.create('Meeting', { ...meeting(fifth.subject, anna.id), ...times });
  await grow(lives, made, 700);
  for (let i = 0; i < 3; i += 1) {
    lives.company.world.advance(MINUTE);
    await lives.live(LATENCY);
  }
  expect(names().sort()).toEqual(subjects().sort());
  expect(new Set(names()).size).toBe(MANY - 2);
  expect(names()).toEqual(expect.arrayContaining(['Renamed, made', 'Renamed, not made', fifth.subject]));
  expect(espo.control.dump('Meeting').filter((row) => row['name'] === fifth.subject)).toHaveLength(1);
});
