/** What is to be seen of the extension on Outlook's page: events in every state, and the card over each of them, with its forms. */

import { dateIn } from '../days.ts';
import { Scene } from '../e2e/harness.ts';
import type { OutlookPage } from '../e2e/in-outlook.ts';
import { choose, until } from '../e2e/popup.ts';

const LONG =
  'Quarterly review of Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, part two';
const HEBREW = 'פגישה עם "Acme" (טיוטה)';
const at = (from: string, until: string, more: Record<string, unknown> = {}) => ({
  start: { dateTime: `${dateIn(3)}T${from}:00`, timeZone: 'UTC' },
  end: { dateTime: `${dateIn(3)}T${until}:00`, timeZone: 'UTC' },
  ...more,
});
const guest = (name: string, address: string) => ({ type: 'required', emailAddress: { name, address } });

/** A mailbox in which every state stands beside each other, and nothing changes any more. */
export async function openScene(): Promise<Scene> {
  const scene = await Scene.connected({ direction: 'Two-way' });
  const { anna, stage } = scene;
  await choose(scene.chrome, { 'Leave out events shown as free': true, Conflicts: 'Ask me' });
  const acme = anna.create('Account', { name: 'Acme' });
  anna.create('Contact', {
    firstName: 'Bob',
    lastName: 'Ray',
    emailAddress: 'bob@customer.example',
    accountId: acme.id,
  });
  const bob = guest('Bob Ray', 'bob@customer.example');
  const eve = guest('Eve New', 'eve.with.a.rather.long.name@subsidiary.customer.example');
  scene.event('Linked', 3, at('06:00', '06:45', { attendees: [bob, eve] }));
  scene.event('Differs', 3, at('07:00', '07:45'));
  scene.event('Asks', 3, at('08:00', '08:45'));
  scene.event('Moves', 3, at('14:00', '14:45', { attendees: [bob] }));
  scene.event('Left out', 3, at('09:00', '09:45', { showAs: 'free', attendees: [bob] }));
  scene.event('Secret', 3, at('10:00', '10:45', { sensitivity: 'private' }));
  scene.event('Refused', 3, at('11:00', '11:45'));
  scene.event(LONG, 3, at('12:00', '12:15'));
  scene.event(HEBREW, 3, at('13:00', '13:45', { attendees: [bob] }));
  await scene.sync();
  anna.update('Meeting', scene.rowOf('Linked').id, { parentType: 'Account', parentId: acme.id });
  stage.espo.control.act('admin').update('Meeting', scene.rowOf('Differs').id, {
    assignedUserId: stage.espo.control.user('ben').id,
    usersIds: [anna.id, stage.espo.control.user('ben').id],
  });
  await scene.sync();
  scene.mailbox.updateEvent(scene.eventOf('Differs').id, { location: { displayName: 'Room 4' } });
  scene.mailbox.updateEvent(scene.eventOf('Asks').id, { subject: 'Asks here' });
  anna.update('Meeting', scene.rowOf('Asks').id, { name: 'Asks there' });
  anna.update('Meeting', scene.rowOf('Moves').id, {
    dateStart: `${dateIn(4)} 09:00:00`,
    dateEnd: `${dateIn(4)} 10:30:00`,
  });
  // Two records that each may be the one of the same event.
  for (let i = 0; i < 2; i += 1)
    anna.create('Meeting', {
      name: 'Twice',
      dateStart: `${dateIn(3)} 15:00:00`,
      dateEnd: `${dateIn(3)} 15:45:00`,
      assignedUserId: anna.id,
    });
  scene.event('Twice', 3, at('15:00', '15:45'));
  await scene.sync();
  return scene;
}

export interface OutlookScene {
  name: string;
  /** What follows `view/`, or an address of its own; the date and the look are added. */
  view: string;
  /** What the user does before the picture is taken. */
  act(outlook: OutlookPage): Promise<void>;
}

const card = (name: string, subject: string, text: string | RegExp, more?: OutlookScene['act']): OutlookScene => ({
  name,
  view: 'week',
  act: async (outlook) => {
    await outlook.tile(subject).scrollIntoViewIfNeeded();
    await outlook.hover(subject);
    await outlook.cardSays(text);
    await outlook.page.waitForTimeout(700);
    await more?.(outlook);
  },
});
const still = async (outlook: OutlookPage): Promise<void> => outlook.hasState('Linked', 'linked');

/** In this order: what changes something comes last. */
export const OUTLOOK_SCENES: OutlookScene[] = [
  { name: 'week', view: 'week', act: still },
  { name: 'day', view: 'day', act: still },
  { name: 'month', view: 'month', act: still },
  card('linked', 'Linked', 'Bob Ray'),
  card('differs', 'Differs', 'Not the same on both sides'),
  card('needs', 'Asks here', 'It was changed on both sides.'),
  card('moves', 'Moves', 'notify'),
  card('candidates', 'Twice', 'Link to'),
  card('left out', 'Left out', 'Create Meeting under Acme'),
  card('private', 'Secret', 'Private'),
  card('long name', LONG, 'part two'),
  card('right to left name', HEBREW, 'Acme'),
  card('link', 'Left out', 'Link to a record', async (outlook) => {
    await outlook.press('Link to a record…');
    await outlook.press('Search by name');
    await outlook.page.keyboard.type('r');
    await outlook.page.waitForTimeout(900);
  }),
  card('parent', 'Linked', 'Set the parent', async (outlook) => {
    await outlook.press('Set the parent…');
    await outlook.page.waitForTimeout(900);
  }),
  card('note', 'Linked', 'Write a note', async (outlook) => {
    await outlook.press('Write a note…');
    await outlook.page.keyboard.type('They want an offer until Friday.');
  }),
  card('unlink', 'Linked', 'Unlink', (outlook) => outlook.press('Unlink…')),
  {
    name: 'peek',
    view: 'week',
    act: async (outlook) => {
      await still(outlook);
      await outlook
        .tile('Linked')
        .locator('[role=button]')
        .click({ position: { x: 20, y: 10 } });
      await outlook.cardSays('Linked', 'group');
    },
  },
  {
    name: 'form',
    view: 'week',
    act: async (outlook) => {
      await still(outlook);
      await outlook
        .tile('Linked')
        .locator('[role=button]')
        .click({ position: { x: 20, y: 10 } });
      await outlook.page.locator('[data-app-section=CalendarItemPeek] button[title]').first().click();
      await outlook.page.locator('#ModalFocusTrapZone12').waitFor();
      await outlook.cardSays('Linked', 'group');
      await outlook.press('Details', 'group');
      await outlook.cardSays('Bob Ray');
    },
  },
  card('refused', 'Refused', 'Try again'),
];

/** Once, because it stays: something ordered that EspoCRM refuses. */
export async function refuse(scene: Scene, outlook: OutlookPage): Promise<void> {
  scene.stage.espo.control.faults.push({
    match: (r) => r.method === 'POST' && r.url.endsWith('/Note'),
    status: 403,
    times: 1,
  });
  await outlook.hover('Refused');
  await outlook.cardSays('Write a note');
  await outlook.press('Write a note…');
  await outlook.page.keyboard.type('hello');
  await outlook.press('Write the note');
  await until(
    async () => /Try again/.test(await outlook.card()),
    () => 'nothing was refused',
  );
  await outlook.page.keyboard.press('Escape');
}
