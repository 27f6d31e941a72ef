/** No identity is no equal identity, and one identity on several events is none (rule 2, graph.md 22). */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Act } from './acts.ts';
import { Browser } from './company.ts';
import { play } from './history.ts';
import { meeting, scene, timed } from './scene.ts';

/** The same user's browser after a re-install: it remembers nothing. */
function anew({ company, login, browser }: Awaited<ReturnType<typeof scene>>) {
  const next = new Browser(company, login, { settings: browser.settings });
  const run = () => {
    company.world.advance(60_000);
    return next.run();
  };
  const settled = async () => {
    for (let i = 0; i < 3; i += 1) expect(writesOf(await run())).toBe(0);
  };
  return { next, run, settled };
}

const DAYS = ['2026-12-01', '2026-12-02', '2026-12-03'];
const NAMES = ['Dentist', 'Budget', 'Visit'];

async function three(iCalUId: string | null) {
  const one = await scene();
  const events = NAMES.map((name, i) => one.mailbox.createEvent('default', timed(name, DAYS[i])));
  for (const { immutableId } of events) one.mailbox.giveICalUId(immutableId, iCalUId);
  const records = () => one.espo.dump('Meeting');
  const recordOf = (name: string) => records().find((record) => record.name === name);
  const idOf = (name: string): string => events[NAMES.indexOf(name)]?.immutableId ?? '';
  return { ...one, records, recordOf, idOf };
}

describe.each([
  ['none (null)', null],
  ['none (empty)', ''],
  ['one for all', '040000008200E00074C5B7101A82E008-imported'],
])('three events on different days whose iCalUId is %s', (_, iCalUId) => {
  it('are three meetings', async () => {
    const { run, settled, records, browser } = await three(iCalUId);
    await run();
    expect(
      records()
        .map(({ name, dateStart }) => `${name} ${String(dateStart).slice(0, 10)}`)
        .sort(),
    ).toEqual(['Budget 2026-12-02', 'Dentist 2026-12-01', 'Visit 2026-12-03']);
    expect(await browser.store.countSeen()).toBe(0);
    await settled();
  });

  it('lose one: only its own record goes, and no other takes its place', async () => {
    const { run, settled, recordOf, records, mailbox, idOf } = await three(iCalUId);
    await run();
    const budget = recordOf('Budget')?.id;
    mailbox.deleteEvent(idOf('Dentist'));
    await run();
    expect(recordOf('Dentist')).toBeUndefined();
    expect(recordOf('Budget')).toMatchObject({ id: budget, dateStart: '2026-12-02 10:00:00' });
    expect(records()).toHaveLength(2);
    await settled();
  });

  it('lose one whose record somebody has worked on: a person is asked, and the record stays as it was', async () => {
    const { run, settled, recordOf, anna, mailbox, idOf, browser } = await three(iCalUId);
    await run();
    const account = anna.create('Account', { name: 'Acme' });
    anna.update('Meeting', recordOf('Dentist')?.id ?? '', { parentType: 'Account', parentId: account.id });
    mailbox.deleteEvent(idOf('Dentist'));
    await run();
    expect(recordOf('Dentist')).toMatchObject({ dateStart: '2026-12-01 10:00:00', parentId: account.id });
    expect((await browser.store.plan()).map(({ reason }) => reason)).toEqual(['touchedRecord']);
    await settled();
  });

  it('are left alone after a removal that nobody knows of when everything was forgotten', async () => {
    const one = await three(iCalUId);
    const { recordOf, records, mailbox, idOf } = one;
    await one.run();
    const before = records().map(({ id, name }) => `${id} ${name}`);
    const { run, settled } = anew(one);
    mailbox.deleteEvent(idOf('Visit'));
    await run();
    expect(recordOf('Dentist')?.dateStart).toBe('2026-12-01 10:00:00');
    expect(records().map(({ id, name }) => `${id} ${name}`)).toEqual(before);
    await run();
    await settled();
  });
});

describe('an iCalUId that a copy in another calendar bears too', () => {
  it('is one meeting, and the copy takes the place of the deleted one', async () => {
    const { run, settled, mailbox, browser, espo } = await scene();
    const second = mailbox.addCalendar({ name: 'Second' });
    browser.settings = { ...browser.settings, otherCalendars: [second.id] };
    const event = mailbox.createEvent('default', timed('Board'));
    const copy = mailbox.createEvent(second.id, timed('Board'));
    for (const { immutableId } of [event, copy]) mailbox.giveICalUId(immutableId, 'same');
    await run();
    expect(espo.dump('Meeting')).toHaveLength(1);
    mailbox.deleteEvent(event.immutableId);
    await run();
    const [link] = await browser.store.linksInState('active');
    expect(link?.outlookId).toBe(copy.immutableId);
    expect(espo.dump('Meeting')).toHaveLength(1);
    await settled();
  });
});

describe('the optional field, with one key on two meetings', () => {
  it('tells a browser that remembers nothing which record is whose', async () => {
    const one = await scene();
    const { mailbox, espo } = one;
    espo.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: 255 });
    const events = ['Dentist', 'Budget'].map((name, i) => mailbox.createEvent('default', timed(name, DAYS[i])));
    for (const { immutableId } of events) mailbox.giveICalUId(immutableId, 'imported');
    await one.run();
    const before = espo.dump('Meeting').map(({ id, name, dateStart }) => ({ id, name, dateStart }));
    const { run, settled } = anew(one);
    // One of them is renamed meanwhile: the other's record bears its key, and is not its.
    mailbox.updateEvent(events[0]?.immutableId ?? '', { subject: 'Dentist at nine' });
    await run();
    await run();
    const after = espo.dump('Meeting').map(({ id, name, dateStart }) => ({ id, name, dateStart }));
    for (const record of before.filter(({ name }) => name === 'Budget')) expect(after).toContainEqual(record);
    await settled();
  });
});

describe('no name', () => {
  it('is nobody’s name: two untitled meetings at one time are asked about, and neither is made again meanwhile', async () => {
    const { run, settled, mailbox, espo, anna, browser } = await scene();
    mailbox.createEvent('default', timed(''));
    anna.create('Meeting', meeting('(No subject)', anna.id));
    await run();
    expect(espo.dump('Meeting')).toHaveLength(1);
    expect(mailbox.events()).toHaveLength(1);
    expect((await browser.store.plan()).map(({ reason, state }) => `${state} ${reason}`)).toEqual(['held sameMeeting']);
    await settled();
  });
});

/** Random histories that were broken, shrunk to what matters. */
describe('a history in which', () => {
  it('two colleagues have imported one key for two meetings: neither event is overwritten', async () => {
    const acts: Act[] = [
      {
        act: 'cast',
        browsers: [1, 2],
        rights: ['full', 'full'],
        types: ['Meeting'],
        keyField: true,
        second: false,
        skew: [90_000, 0],
        page: 200,
        variants: [],
        settings: { joinLinkField: { Meeting: 'cJoin' } },
        keyLength: 100,
      },
      { act: 'createEvent', by: 1, day: 8, kind: 'timed', at: 3, tag: 3, title: 8, iCalUId: 'shared' },
      { act: 'createEvent', by: 0, day: 7, kind: 'timed', at: 6, tag: 6, title: 10, iCalUId: 'shared' },
    ];
    expect((await play(7902, acts)).violations).toEqual([]);
  });

  it('the mailbox is moved while an event of no key waits for its record: it is one meeting', async () => {
    const acts: Act[] = [
      { act: 'deny', side: 'espo', by: 0, pick: 0, on: true },
      { act: 'createEvent', by: 0, tag: 9, day: 3, title: 7, kind: 'timed', calendar: 0, iCalUId: 'null' },
      { act: 'sync', by: 1, browser: 1 },
      { act: 'moveMailbox', by: 0 },
    ];
    expect((await play(4314, acts)).violations).toEqual([]);
  });

  it('an invitation is deleted and comes back renamed by its organizer: it stays as the person wanted', async () => {
    const acts: Act[] = [
      {
        act: 'cast',
        browsers: [1, 1],
        rights: ['full', 'team'],
        types: ['Meeting'],
        keyField: true,
        second: true,
        skew: [0, 0],
        page: 200,
        variants: [],
        settings: { updateMeetingsWithAttendees: true },
        keyLength: 32,
      },
      { act: 'createEvent', by: 1, tag: 4, day: 13, title: 0, kind: 'zero', calendar: 0, guests: 'colleagues' },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'massDeleteEvents', by: 0, value: 558, share: 0 },
      { act: 'massEditRecords', by: 0, value: 208, share: 0 },
    ];
    expect((await play(5089, acts)).violations).toEqual([]);
  });
});

describe('many that look the same', () => {
  it.each([
    ['an event', 'both', 1, 15],
    ['events', 'both', 15, 15],
    ['a record', 'espoToOutlook', 15, 1],
    ['records', 'espoToOutlook', 15, 15],
  ] as const)('%s, %s: asked about with a few of the others each', async (_, direction, events, records) => {
    const { run, mailbox, anna, browser } = await scene(direction);
    for (let i = 0; i < records; i += 1) anna.create('Meeting', meeting('Daily', anna.id, '2026-12-02'));
    for (let i = 0; i < events; i += 1) mailbox.createEvent('default', timed('Daily', '2026-12-02'));
    await run();
    const asked = (await browser.store.plan()).filter(({ reason }) => reason === 'severalCandidates');
    expect(asked).toHaveLength(direction === 'both' ? events : records);
    for (const { choices } of asked) expect(choices).toHaveLength(10);
  });
});
