import { afterAll, beforeAll, expect, it } from 'vitest';
import { linksOf } from '../sandbox/espo/links.ts';
import { hour, WEEK } from './card-scene.ts';
import { Scene } from './harness.ts';
import { OutlookPage } from './in-outlook.ts';
import { becomes, choose, until } from './popup.ts';

/** Every other thing that a person can order on the card, each by its name. */
const EVE = { type: 'required', emailAddress: { name: 'Eve New', address: 'eve@customer.example' } };

let scene: Scene;
let outlook: OutlookPage;
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way', entities: { Call: 'Call' } });
  await choose(scene.chrome, { 'Leave out events shown as free': true });
  scene.event('Review', 3, hour('05'));
  scene.event('With Eve', 3, hour('06', { attendees: [EVE] }));
  scene.event('Free', 3, hour('07', { showAs: 'free' }));
  scene.event('Gone there', 3, hour('08'));
  scene.event('Gone here', 3, hour('09'));
  for (let i = 0; i < 6; i += 1) scene.event(`Stays ${i}`, 10 + i);
  await scene.sync();
  outlook = await OutlookPage.open(scene, WEEK);
  await outlook.hasState('Review', 'linked');
});
afterAll(() => scene?.close());

const row = (name: string, type?: string) => scene.rowOf(name, type);
const away = async () => {
  await outlook.page.keyboard.press('Escape');
  await outlook.page.mouse.move(700, 880);
  await outlook.cardCloses();
};

it('“Mark as Not Held” by pointer', async () => {
  await outlook.hover('Review');
  await outlook.press('Mark as Not Held');
  await becomes(() => row('Review')['status'], 'Not Held');
  await outlook.cardSays('Not Held');
  await outlook.hasState('Review', 'linked');
  await away();
});

it('“Add as Lead” by keyboard: a Lead of that address is made, and stands on the record', async () => {
  await outlook.openByKey('With Eve');
  await outlook.tabTo('Add eve@customer.example as Lead');
  await outlook.page.keyboard.press('Enter');
  await until(
    async () => linksOf(row('With Eve') as never, 'leads').length === 1,
    () => 'Eve is not on the record',
  );
  expect(scene.stage.espo.control.dump('Lead')).toHaveLength(1);
  await outlook.cardSays('Lead');
  await away();
});

it('“Create Call” by pointer: of an event that is left out, as the kind that was chosen', async () => {
  await outlook.hasState('Free', 'leftout');
  await outlook.hover('Free');
  await outlook.press('Create Call');
  await outlook.hasState('Free', 'linked');
  expect([scene.names('Call'), scene.names().includes('Free')]).toEqual([['Free'], false]);
  expect(await outlook.tile('Free').getAttribute('data-espo-link')).toBe(`Call/${row('Free', 'Call').id}`);
  await away();
});

it('“Unlink and delete in EspoCRM” by keyboard: the record goes, the event stays and is left out', async () => {
  await outlook.openByKey('Gone there');
  await outlook.tabTo('Unlink…');
  await outlook.page.keyboard.press('Enter');
  await outlook.tabTo('Unlink and delete the EspoCRM record');
  await outlook.page.keyboard.press('Enter');
  await becomes(() => scene.names().includes('Gone there'), false);
  await outlook.hasState('Gone there', 'leftout');
  expect(scene.subjects()).toContain('Gone there');
  await outlook.cardSays('You deleted it on the other side.');
  await away();
});

it('“Unlink and delete in Outlook” by pointer: the event goes, the record stays', async () => {
  await outlook.hover('Gone here');
  await outlook.press('Unlink…');
  await outlook.press('Unlink and delete the Outlook event');
  await becomes(() => scene.subjects().includes('Gone here'), false);
  expect(scene.names()).toContain('Gone here');
  expect((await scene.sync()).error).toBe('');
  expect([scene.subjects().includes('Gone here'), scene.names().includes('Gone here')]).toEqual([false, true]);
  await outlook.page.bringToFront();
});

it('“Leave this one out” by pointer: of an event that waits for the next sync no record is made', async () => {
  scene.event('Not this', 3, hour('11'));
  // It is met, and what would be made of it is not there yet.
  scene.stage.espo.control.faults.push({
    match: ({ method, url }) => method === 'POST' && url.endsWith('/Meeting'),
    status: 503,
    times: 30,
  });
  await scene.sync();
  await outlook.page.bringToFront();
  await outlook.hover('Not this');
  await outlook.press('Leave this one out');
  await outlook.hasState('Not this', 'leftout');
  scene.stage.espo.control.faults.length = 0;
  await scene.sync();
  expect(scene.names()).not.toContain('Not this');
  await outlook.page.bringToFront();
  await away();
});

it('“Dismiss” by keyboard: what could not be done is said until it is dismissed, and nothing is tried again', async () => {
  scene.stage.espo.control.faults.push({
    match: ({ method, url }) => method === 'POST' && url.endsWith('/Note'),
    status: 403,
    times: 1,
  });
  await outlook.openByKey('Review');
  await outlook.tabTo('Write a note…');
  await outlook.page.keyboard.press('Enter');
  await outlook.page.keyboard.type('refused');
  await outlook.tabTo('Write the note');
  await outlook.page.keyboard.press('Enter');
  await outlook.hasState('Review', 'needs');
  await outlook.tabTo('Dismiss');
  await outlook.page.keyboard.press('Enter');
  await outlook.hasState('Review', 'linked');
  await until(
    async () => !(await outlook.card()).includes('Dismiss'),
    () => 'it is still said',
  );
  await scene.sync();
  expect(scene.stage.espo.control.dump('Note').map((note) => note['post'])).not.toContain('refused');
});
