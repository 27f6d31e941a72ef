/** Of two records of one meeting the sync takes back what it made itself, and never what a person made (rules 1 and 7). */
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/shared/time.ts';
import { meeting, timed } from './scene.ts';
import { OTHERS, stage } from './stage.ts';

type Stage = Awaited<ReturnType<typeof stage>>;

/** Some that stay, so that no deletion is a bulk. */
function manyOthers({ mailbox }: Stage) {
  for (const name of [...OTHERS, 'Other 4', 'Other 5']) mailbox.createEvent('default', timed(name, '2026-12-28'));
}
const runs = async (run: () => Promise<unknown>, times = 3) => {
  for (let i = 0; i < times; i += 1) await run();
};
describe('a record that a person made', () => {
  const MORE: [string, (here: Stage) => Record<string, unknown>][] = [
    ['a place', () => ({ location: 'Room 9' })],
    ['guests', ({ anna }) => ({ contactsIds: [anna.create('Contact', { lastName: 'Jane' }).id] })],
    ['an outcome', () => ({ status: 'Held' })],
    [
      'a field of the administrator',
      ({ espo }) => {
        espo.addField('Meeting', 'cBudget');
        return { cBudget: '5000 EUR' };
      },
    ],
  ];
  it.each(MORE)(
    'four seconds after the sync made one of the same name and time, with %s: is never taken away unasked',
    async (_, more) => {
      const here = await stage();
      const { mailbox, anna, espo, company, run } = here;
      manyOthers(here);
      mailbox.createEvent('default', timed('Plan'));
      await run();
      company.world.advance(4000);
      const { id } = anna.create('Meeting', { ...meeting('Plan', anna.id), ...more(here) });
      await runs(run, 4);
      expect(espo.row('Meeting', id)).toMatchObject({ deleted: false });
    },
  );
});

describe('"Duplicate" in EspoCRM copies the key field, too', () => {
  const next = { name: 'Follow-up', dateStart: '2026-12-08 10:00:00', dateEnd: '2026-12-08 11:00:00' };
  async function copied(runsBefore: number) {
    const here = await stage();
    const { espo, mailbox, anna, company, run } = here;
    espo.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: 255 });
    manyOthers(here);
    mailbox.createEvent('default', timed('Kick-off'));
    await runs(run, runsBefore);
    company.world.advance(30 * MINUTE);
    const cOutlookUid = espo.row('Meeting', here.idOf('Kick-off'))?.['cOutlookUid'];
    const more = { cOutlookUid, description: 'What was agreed', ...next };
    const { id } = anna.create('Meeting', { ...meeting('Kick-off', anna.id), ...more });
    await runs(run, 4);
    return { ...here, copy: () => espo.row('Meeting', id) };
  }

  it('a copy for next week, under another name and with a text of its own, is never deleted unasked', async () => {
    const { copy } = await copied(1);
    expect(copy()).toMatchObject({ deleted: false, ...next });
  });

  it('and what is asked about it later is true: it has not "the same name and time"', async () => {
    const { hands, copy } = await copied(4);
    expect(copy()).toMatchObject({ deleted: false });
    expect((await hands.needs()).map(({ reason }) => reason)).not.toContain('severalCandidates');
  });
});
