/** "Duplicate" in EspoCRM copies the key field, too: what a person saved from it is a meeting of its own, whatever it has in common. */
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/shared/time.ts';
import { asked } from '../surface/english.ts';
import { Browser } from './company.ts';
import { meeting, timed } from './scene.ts';
import { stage } from './stage.ts';

type Direction = 'both' | 'outlookToEspo';

/** A meeting that has its record since so many runs, among some that stay. */
async function synced(direction: Direction, runsBefore: number) {
  const here = await stage(direction);
  const { espo, mailbox, anna, company, run } = here;
  espo.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: 100 });
  for (let i = 0; i < 6; i += 1) mailbox.createEvent('default', timed(`Other ${i}`, '2026-12-28'));
  mailbox.createEvent('default', timed('Visit Acme', '2026-12-01'));
  const runs = async (times: number) => {
    for (let i = 0; i < times; i += 1) await run();
  };
  await runs(runsBefore);
  company.world.advance(10 * MINUTE);
  const first = here.idOf('Visit Acme');
  const duplicate = (more: Record<string, unknown>): string => {
    const cOutlookUid = espo.row('Meeting', first)?.['cOutlookUid'];
    return anna.create('Meeting', { ...meeting('Visit Acme', anna.id), cOutlookUid, ...more }).id;
  };
  return { ...here, runs, first, duplicate };
}

const nextWeek = { dateStart: '2026-12-08 10:00:00', dateEnd: '2026-12-08 11:00:00' };
const SAVED: [string, Record<string, unknown>][] = [
  ['another day and a text', { ...nextWeek, description: 'Agenda' }],
  ['another day', nextWeek],
  ['another name', { name: 'Visit Bolt', dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 11:00:00' }],
  [
    'the same name and day, and a text',
    { description: 'Agenda', dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 11:00:00' },
  ],
];

describe.each(['both', 'outlookToEspo'] as const)('a copy of a record, in direction %s', (direction) => {
  it.each(SAVED)('with %s is never deleted unasked, in the first runs and later', async (_, saved) => {
    for (const runsBefore of [1, 5]) {
      const { espo, runs, duplicate } = await synced(direction, runsBefore);
      const id = duplicate(saved);
      await runs(4);
      expect(espo.row('Meeting', id)).toMatchObject({ ...saved, deleted: false });
    }
  });

  it.each([
    ['another name and another day', { name: 'Visit Bolt', ...nextWeek, description: 'Agenda Bolt' }],
    ['another day', { ...nextWeek, description: 'Agenda Bolt' }],
  ])('with %s keeps them when the first record is deleted, and the event is not renamed or moved', async (_, saved) => {
    const { espo, anna, runs, duplicate, first, mailbox } = await synced(direction, 5);
    const id = duplicate(saved);
    await runs(2);
    anna.remove('Meeting', first);
    await runs(4);
    expect(espo.row('Meeting', id)).toMatchObject({ ...saved, deleted: false });
    const visits = mailbox.events().filter(({ subject }) => subject === 'Visit Acme');
    expect(visits.map(({ start }) => (start as { dateTime: string }).dateTime.slice(0, 10))).toContain('2026-12-01');
  });

  it('with another name and another day keeps them after a re-install, too: it is asked about', async () => {
    const { espo, anna, mailbox, company, login, duplicate, first, runs } = await synced(direction, 5);
    const saved = { name: 'Visit Bolt', ...nextWeek, description: 'Agenda Bolt' };
    const id = duplicate(saved);
    await runs(1);
    anna.remove('Meeting', first);
    const browser = new Browser(company, login, { settings: { direction } });
    for (let i = 0; i < 3; i += 1) {
      company.world.advance(MINUTE);
      await browser.run();
    }
    expect(espo.row('Meeting', id)).toMatchObject({ ...saved, deleted: false });
    expect(mailbox.events().map(({ subject }) => subject)).toContain('Visit Acme');
  });
});

it('what is asked of a copy is true: nothing was deleted in Outlook, and nothing has the same name and time', async () => {
  for (const saved of SAVED.map(([, saved]) => saved)) {
    const { hands, runs, duplicate, anna } = await synced('both', 1);
    const { id } = anna.create('Account', { name: 'Acme' });
    duplicate({ ...saved, parentType: 'Account', parentId: id });
    await runs(4);
    for (const need of await hands.needs()) {
      const text = JSON.stringify(asked(need));
      expect(text).not.toContain('deleted in Outlook, but');
      if (saved.name || saved.dateStart === nextWeek.dateStart) expect(text).not.toContain('same name and time');
    }
  }
});
