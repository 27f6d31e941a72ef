import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import type { FaultTarget } from '../../../../test/sandbox/graph/faults';
import type { GraphQuirks } from '../../../../test/sandbox/graph/quirks';
import { ANNA } from '../../../../test/simulation/company';
import { meeting, timed } from '../../../../test/simulation/scene';
import type { Finding } from '../../../shared/check';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const control = () => bench.company.graph.control;
const mailbox = () => control().mailbox(ANNA.oid);
const answers = (findings: readonly Finding[]) => Object.fromEntries(findings.map((one) => [one.trial, one.answer]));
async function tried(quirks: Partial<GraphQuirks> = {}) {
  Object.assign(control().quirks, quirks);
  return answers((await bench.ask('setup.trial')).findings);
}

describe('the trial in the user’s own calendar', () => {
  it('finds out what documents leave open, mails nobody and leaves nothing behind', async () => {
    mailbox().createEvent('default', timed('Lunch', '2026-12-01'));
    const before = mailbox().events().length;
    expect(await tried()).toEqual({
      ifMatch: 'yes',
      markerFound: 'yes',
      pageSize: 'unknown',
      deletedReadable: 'yes',
      draftMailsNobody: 'yes',
      markMailsNobody: 'yes',
      zoneTaken: 'yes',
      windowlessChanges: expect.stringMatching(/yes|no/),
    });
    expect(control().mails).toEqual([]);
    expect(mailbox().events()).toHaveLength(before);
    await bench.sync();
    expect(bench.company.espo.control.dump('Meeting').map(({ name }) => name)).not.toContain(
      expect.stringMatching('Trial'),
    );
  });

  it('says no where the server does it otherwise', async () => {
    for (let i = 0; i < 60; i += 1) mailbox().createEvent('default', timed(`Event ${i}`, '2026-12-01'));
    expect(await tried({ ifMatch: false })).toMatchObject({ ifMatch: 'no', pageSize: 'no' });
  });

  it('is shown with its date until the next one', async () => {
    expect((await bench.ask('setup.check')).findings).toEqual([]);
    const { findings } = await bench.ask('setup.trial');
    expect((await bench.ask('setup.check')).findings).toEqual(findings);
    expect(findings.every(({ at }) => at > 0)).toBe(true);
  });

  it('is gone by: times are written in UTC where the name of the zone is not taken', async () => {
    const inZone = ({ method, body }: FaultTarget) =>
      method === 'POST' && JSON.stringify(body ?? '').includes(ANNA.timeZone);
    control().faults.add({ match: inZone, status: 400, code: 'ErrorInvalidTimeZone', times: Number.POSITIVE_INFINITY });
    expect(await tried()).toMatchObject({ zoneTaken: 'no', ifMatch: 'yes' });
    control().faults.clear();
    const day = dateIn(3);
    const anna = bench.company.espo.control.act('anna');
    anna.create('Meeting', meeting('Visit', anna.id, day));
    await bench.sync();
    expect(mailbox().events()).toMatchObject([{ subject: 'Visit', originalStartTimeZone: 'UTC' }]);
  });

  it('takes away first what an earlier one left behind', async () => {
    const before = mailbox().events().length;
    control().faults.add({ match: { method: 'DELETE' }, status: 400, code: 'ErrorInvalidRequest', times: 10 });
    await bench.refused('setup.trial');
    expect(mailbox().events().length).toBeGreaterThan(before);
    control().faults.clear();
    await bench.ask('setup.trial');
    expect(mailbox().events()).toHaveLength(before);
  });

  it('writes nothing where the direction does not write in Outlook', async () => {
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, direction: 'outlookToEspo' } });
    const before = mailbox().events().length;
    expect((await bench.refused('setup.trial')).code).toBe('message.refused');
    expect(mailbox().events()).toHaveLength(before);
  });
});
