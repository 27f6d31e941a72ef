import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';

import { checkSentence } from '../../../shared/words';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});
const wrong = async () => (await bench.ask('setup.check')).lines.filter(({ ok }) => !ok).map(checkSentence);

it('asks both servers anew: rights, fields, a second writer and clocks', async () => {
  const { control } = bench.company.espo;
  // Out of the box EspoCRM has no field for the key.
  expect(await wrong()).toEqual([expect.stringContaining('Meeting and Call: there is no field cOutlookUid')]);
  for (const type of ['Meeting', 'Call']) control.addField(type, 'cOutlookUid');
  expect(await wrong()).toEqual([]);
  control.connectExternalAccount('anna', 'Outlook');
  control.settings.clockSkewMs = -180_000;
  expect(await wrong()).toEqual([
    expect.stringContaining('EspoCRM’s own Outlook integration'),
    'The clock of EspoCRM is 3 minutes behind yours.',
  ]);
  // What was found out now is what the page shows.
  expect((await bench.state()).secondWriter).toBe(true);
});

it('says which side cannot be asked', async () => {
  bench.company.espo.control.killTokens('anna');
  expect(await wrong()).toEqual(['EspoCRM: EspoCRM asks you to sign in again.']);
});
