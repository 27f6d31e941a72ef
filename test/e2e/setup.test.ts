import { afterAll, beforeAll, expect, it } from 'vitest';
import { IS_STAND_IN, Office } from './office.ts';
import { go, sync } from './popup.ts';

/** What the page says before anything is synced. */
let office: Office;
beforeAll(async () => {
  office = await Office.open({ direction: 'Two-way' }, ({ espo }) =>
    espo.control.connectExternalAccount('anna', 'Outlook'),
  );
  await office.record('Twin', 4);
  await office.record('From EspoCRM', 5);
  office.event('Twin', 4);
  office.event('From Outlook', 6);
  office.event('Secret', 7, { sensitivity: 'private' });
});
afterAll(() => office?.close());

it.runIf(IS_STAND_IN)("names EspoCRM's own Outlook integration before the first sync", async () => {
  const page = await go(office.chrome, 'overview');
  await page.getByText('EspoCRM’s own Outlook integration is connected for your user, too').waitFor();
  expect((await office.chrome.state()).sync.last).toBeUndefined();
});

it('Check my setup says what is well and what is missing, with a remedy', async () => {
  const said = await office.checkSetup();
  expect(said).toContain('Microsoft allows to read and write your calendars');
  expect(said).toContain('Meeting: your role lets you read, create, edit and delete.');
  expect(said).toMatch(/a field for the key knows|no field cOutlookUid/);
  if (IS_STAND_IN) expect(said).toMatch(/Disconnect it in EspoCRM under .External Accounts/);
});

it('the preview says what Start will do, twins and reasons among it, and writes nothing', async () => {
  const writes = () =>
    office.stage.espo.control.log.filter(({ method }) => !['GET', 'OPTIONS'].includes(method)).length;
  const page = await office.chrome.page();
  // Made for what was there when the settings were saved.
  await page.reload();
  await office.choose({ 'Leave out all-day events': true });
  await go(office.chrome, 'overview');
  const before = [office.subjects().length, writes()];
  const preview = page.getByRole('region', { name: 'What Start will do' });
  await preview.getByText('0 mails to anybody').waitFor();
  const foreseen = await office.chrome.ask('preview.get');
  expect(foreseen.creates.espo).toBeGreaterThanOrEqual(1);
  expect(foreseen.linked).toBeGreaterThanOrEqual(1);
  expect(foreseen.leftOut.find(({ reason }) => reason === 'private')?.count).toBe(1);
  const said = await preview.innerText();
  for (const line of [
    new RegExp(`${foreseen.creates.espo} records? will be created in EspoCRM`),
    new RegExp(`${foreseen.creates.outlook} events? will be created in Outlook`),
    new RegExp(`${foreseen.linked} meetings? on both sides will be brought together`),
    /Colleagues get 0 notifications in EspoCRM/,
  ])
    expect(said).toMatch(line);
  expect([office.subjects().length, writes()]).toEqual(before);
  const { sync: done } = await sync(office.chrome, 'Start');
  expect(done.last).toMatchObject({
    created: foreseen.creates.espo + foreseen.creates.outlook,
    linked: foreseen.linked,
  });
  expect(await office.rows('Meeting', 'Twin')).toHaveLength(1);
  await preview.waitFor({ state: 'detached' });
});
