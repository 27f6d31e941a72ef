/** One iCalUId on several meetings, as imports and copies put it there (graph.md 22): a deletion touches only its own, and none keeps another out. */
import { describe, expect, it } from 'vitest';
import { refOf } from '../../src/background/sync/model/item.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { meeting, scene, timed } from './scene.ts';
import { OTHERS, stage } from './stage.ts';

type Stage = Awaited<ReturnType<typeof stage>>;

/** Some that stay, so that no deletion is a bulk. */
function manyOthers({ mailbox }: Stage) {
  for (const name of [...OTHERS, 'Other 4', 'Other 5']) mailbox.createEvent('default', timed(name, '2026-12-28'));
}
/** Names and days of the records, without the others. */
const records = ({ espo }: Stage, type = 'Meeting') =>
  espo
    .dump(type)
    .map((row) => `${row['name']} ${String(row['dateStart']).slice(0, 10)}`)
    .filter((text) => !text.startsWith('Other '))
    .sort();
const runs = async (run: () => Promise<unknown>, times = 3) => {
  for (let i = 0; i < times; i += 1) await run();
};
describe('one iCalUId on two events that looked the same when they were met, until the linked one is changed', () => {
  const CHANGES: [string, Record<string, unknown>, string][] = [
    ['moved to another day', timed('Copy', '2026-12-09'), 'Copy 2026-12-09'],
    ['renamed', { subject: 'Another thing' }, 'Another thing 2026-12-01'],
    ['moved and renamed', timed('Another thing', '2026-12-09'), 'Another thing 2026-12-09'],
  ];
  /** Two equal events of one key; answers which is linked, and which is left out. */
  async function two(where: 'same' | 'other') {
    const here = await stage();
    const { mailbox, browser, run } = here;
    const team = mailbox.addCalendar({ name: 'Team' });
    browser.settings = { ...browser.settings, otherCalendars: [team.id] };
    manyOthers(here);
    const both = ['default', where === 'same' ? 'default' : team.id].map(
      (calendar) => mailbox.createEvent(calendar, timed('Copy')).immutableId,
    );
    for (const id of both) mailbox.giveICalUId(id, 'one');
    await run();
    const linked = (await browser.store.linksInState('active')).find(({ outlookId }) => both.includes(outlookId));
    return { ...here, linked: linked?.outlookId ?? '', beside: both.find((id) => id !== linked?.outlookId) ?? '' };
  }

  it.each(CHANGES)(
    'in one calendar, %s: they are two meetings, and the other one is not "already linked"',
    async (_, change, name) => {
      const here = await two('same');
      here.mailbox.updateEvent(here.linked, change);
      await runs(here.run);
      expect(records(here)).toEqual([name, 'Copy 2026-12-01'].sort());
      expect(await here.browser.store.seenWithReason('alreadyLinked', 9)).toEqual([]);
    },
  );

  it.each(['same', 'other'] as const)(
    'moved to another day and then deleted, the copy in the %s calendar has a record: nothing that is linked is left',
    async (where) => {
      const here = await two(where);
      here.mailbox.updateEvent(here.linked, timed('Copy', '2026-12-09'));
      await runs(here.run);
      here.mailbox.deleteEvent(here.linked);
      await runs(here.run);
      expect(here.subjects()).toContain('Copy');
      expect(await here.browser.store.seenWithReason('alreadyLinked', 9)).toEqual([]);
      expect(records(here)).toEqual(['Copy 2026-12-01']);
    },
  );
});

describe('a single event and a series that bear one iCalUId', () => {
  const weekly = {
    ...timed('Weekly', '2026-12-01'),
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] },
      range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
    },
  };
  it.each(['before', 'after'])(
    'the single one is deleted (the series was there %s it): it is gone, and did not "become a recurring event"',
    async (when) => {
      const here = await stage();
      const { mailbox, browser, run, hands } = here;
      browser.settings = { ...browser.settings, recurring: true };
      manyOthers(here);
      const series = () => mailbox.giveICalUId(mailbox.createEvent('default', weekly).immutableId, 'one');
      if (when === 'before') series();
      const single = mailbox.createEvent('default', timed('Single', '2026-12-02'));
      mailbox.giveICalUId(single.immutableId, 'one');
      await run();
      if (when === 'after') series();
      await run();
      mailbox.deleteEvent(single.immutableId);
      await runs(run);
      expect(await hands.needs()).toEqual([]);
      expect(records(here)).toEqual(['Weekly 2026-12-01', 'Weekly 2026-12-08', 'Weekly 2026-12-15']);
    },
  );
});

describe('another meeting that bears the same iCalUId and has never been read', () => {
  const PLACES: [string, (here: Stage) => { calendar: string; day: string; later: Partial<Settings> }][] = [
    ['before Sync since', () => ({ calendar: 'default', day: '2026-03-10', later: {} })],
    ['more than two years ahead', () => ({ calendar: 'default', day: '2029-06-01', later: {} })],
    [
      'in a calendar that is chosen later',
      ({ mailbox }) => {
        const { id } = mailbox.addCalendar({ name: 'Budgets' });
        return { calendar: id, day: '2026-12-10', later: { otherCalendars: [id] } };
      },
    ],
  ];
  const CASES = PLACES.flatMap(([where, place]) => ['Budget', 'Dentist'].map((name) => [where, name, place] as const));
  it.each(CASES)(
    '%s, called "%s": the deletion of "Dentist" does not rename and move its record, with notes and an account',
    async (_, name, place) => {
      const here = await stage();
      const { mailbox, anna, espo, run, browser } = here;
      manyOthers(here);
      const { calendar, day, later } = place(here);
      const dentist = mailbox.createEvent('default', timed('Dentist'));
      const other = mailbox.createEvent(calendar, timed(name, day));
      for (const { immutableId } of [dentist, other]) mailbox.giveICalUId(immutableId, 'one');
      await run();
      const id = here.idOf('Dentist');
      const account = anna.create('Account', { name: 'Acme' });
      anna.update('Meeting', id, { parentType: 'Account', parentId: account.id, description: 'Notes of the visit' });
      await run();
      mailbox.deleteEvent(dentist.immutableId);
      await runs(run);
      browser.settings = { ...browser.settings, ...later };
      await runs(run);
      expect(espo.row('Meeting', id)).toMatchObject({ name: 'Dentist', dateStart: '2026-12-01 10:00:00' });
      expect((await browser.store.plan()).map(({ reason }) => reason)).toEqual(['touchedRecord']);
    },
  );
});

describe('records that somebody has worked on, of an import', () => {
  /** Each with a text and an account of its own. */
  async function workedOn(here: Stage, names: readonly string[]) {
    const { id: parentId } = here.anna.create('Account', { name: 'Acme' });
    const ids = names.map((name) => here.idOf(name));
    for (const [i, id] of ids.entries())
      here.anna.update('Meeting', id, { description: `Notes ${i}`, parentType: 'Account', parentId });
    await here.run();
    return ids;
  }

  it.each([
    ['other', ['Latin', 'Biology']],
    ['the same', ['Physics', 'Maths']],
  ])('stay what they are when the next import, of %s names, takes its place between two runs', async (_, next) => {
    const here = await stage();
    const { mailbox, run, espo } = here;
    manyOthers(here);
    const imported = (names: readonly string[], day: (i: number) => string) =>
      names.map((name, i) => {
        const { immutableId } = mailbox.createEvent('default', timed(name, day(i)));
        mailbox.giveICalUId(immutableId, `${i}@timetable`);
        return immutableId;
      });
    const names = ['Physics', 'Maths'];
    const first = imported(names, (i) => `2026-12-0${i + 2}`);
    await run();
    const ids = await workedOn(here, names);
    for (const id of first) mailbox.deleteEvent(id);
    imported(next, (i) => `2027-03-0${i + 2}`);
    await runs(run);
    for (const [i, id] of ids.entries())
      expect(espo.row('Meeting', id)).toMatchObject({ name: names[i], description: `Notes ${i}`, deleted: false });
    expect(records(here)).toEqual(
      [`${next[0]} 2027-03-02`, `${next[1]} 2027-03-03`, 'Maths 2026-12-03', 'Physics 2026-12-02'].sort(),
    );
  });

  it('do not move to the event of the same name in another calendar when theirs is deleted', async () => {
    const here = await stage();
    const { mailbox, run, espo, browser } = here;
    const team = mailbox.addCalendar({ name: 'Team' });
    browser.settings = { ...browser.settings, otherCalendars: [team.id] };
    manyOthers(here);
    const [shift] = [
      ['default', '2026-12-01'],
      [team.id, '2026-12-08'],
    ].map(([calendar = '', day]) => {
      const { immutableId } = mailbox.createEvent(calendar, timed('Shift', day));
      mailbox.giveICalUId(immutableId, 'one');
      return immutableId;
    });
    await run();
    const [id = ''] = await workedOn(here, ['Shift']);
    mailbox.deleteEvent(shift ?? '');
    await runs(run);
    expect(espo.row('Meeting', id)).toMatchObject({ name: 'Shift', dateStart: '2026-12-01 10:00:00', deleted: false });
    expect(records(here)).toEqual(['Shift 2026-12-01', 'Shift 2026-12-08']);
  });
});

describe('a meeting of a shared iCalUId that has ended keeps no other one out', () => {
  const imported = ({ mailbox }: Stage, day: string) => {
    const { immutableId } = mailbox.createEvent('default', timed('Training', day));
    mailbox.giveICalUId(immutableId, 'one');
    return immutableId;
  };
  it('the event was deleted, and one on another day is imported: a meeting, not "unlinked"', async () => {
    const here = await stage();
    manyOthers(here);
    const first = imported(here, '2026-12-01');
    await here.run();
    here.mailbox.deleteEvent(first, { hard: true });
    await runs(here.run);
    expect(records(here)).toEqual([]);
    imported(here, '2026-12-03');
    await runs(here.run);
    expect(records(here)).toEqual(['Training 2026-12-03']);
    expect(await here.browser.store.seenWithReason('unlinked', 9)).toEqual([]);
  });

  it('the record was deleted and the event still stands, and one on another day is imported beside it: likewise', async () => {
    const here = await stage();
    manyOthers(here);
    imported(here, '2026-12-01');
    await here.run();
    here.anna.remove('Meeting', here.idOf('Training'));
    await runs(here.run);
    imported(here, '2026-12-03');
    await runs(here.run);
    expect(records(here)).toEqual(['Training 2026-12-03']);
    expect(await here.browser.store.seenWithReason('unlinked', 9)).toEqual([]);
  });
});

it('of two events that nothing tells apart, one asked about and one left out beside it, the second is asked about once the first is gone', async () => {
  const { mailbox, anna, browser, run } = await scene();
  for (let i = 0; i < 2; i += 1) anna.create('Meeting', meeting('Visit', anna.id));
  const events = [1, 2].map(() => mailbox.createEvent('default', timed('Visit')));
  for (const { id } of events) mailbox.giveICalUId(id, 'shared');
  await run();
  const asked = async () =>
    (await browser.store.planHeld()).flatMap(({ side, source }) => (side === 'espo' && source ? [refOf(source)] : []));
  const [first = ''] = await asked();
  const second = events.find(({ immutableId }) => immutableId !== first)?.immutableId ?? '';
  expect((await browser.store.seenByRef('outlook', [second]))[0]?.reason).toBe('alreadyLinked');
  mailbox.deleteEvent(first);
  await run();
  expect(await asked()).toEqual([second]);
});

it('of two that come in at the time at which one of their key goes, neither takes over its record', async () => {
  const here = await stage();
  const { mailbox, run, espo, idOf } = here;
  manyOthers(here);
  const { id } = mailbox.createEvent('default', timed('First'));
  mailbox.giveICalUId(id, 'one');
  await runs(run);
  const record = idOf('First');
  mailbox.deleteEvent(id);
  for (const name of ['Second', 'Third']) mailbox.giveICalUId(mailbox.createEvent('default', timed(name)).id, 'one');
  await runs(run);
  expect([espo.row('Meeting', record)?.['deleted'], idOf('Second') === record, idOf('Third') === record]).toEqual([
    true,
    false,
    false,
  ]);
  expect(records(here)).toEqual(['Second 2026-12-01', 'Third 2026-12-01']);
});
