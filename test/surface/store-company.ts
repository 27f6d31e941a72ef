/** A week of a made-up company for the pictures of the stores and of README: customers, meetings made on either side, and one question. */

import { dateIn } from '../days.ts';
import { Scene } from '../e2e/harness.ts';
import { choose } from '../e2e/popup.ts';

/** Days from now to the next Monday: its whole week lies ahead, so all of it is synced. */
const monday = (): number => ((8 - new Date().getUTCDay()) % 7) + (new Date().getUTCDay() === 1 ? 7 : 0);
export const MONDAY = dateIn(monday());

const at = (day: number, from: string, until: string) => ({
  start: { dateTime: `${dateIn(monday() + day)}T${from}:00`, timeZone: 'W. Europe Standard Time' },
  end: { dateTime: `${dateIn(monday() + day)}T${until}:00`, timeZone: 'W. Europe Standard Time' },
});
const people = {
  maria: { name: 'Maria Lind', address: 'maria.lind@harbour-logistics.example' },
  tom: { name: 'Tom Okafor', address: 'tom.okafor@harbour-logistics.example' },
  jana: { name: 'Jana Sommer', address: 'jana@sommer-bakeries.example' },
};
const guests = (...of: (keyof typeof people)[]) => ({
  attendees: of.map((one) => ({ type: 'required', emailAddress: people[one] })),
});
const place = (displayName: string) => ({ location: { displayName } });
/** EspoCRM keeps UTC. */
const record = (day: number, from: string, until: string) => {
  const utc = (clock: string) => new Date(`${dateIn(monday() + day)}T${clock}:00+01:00`).toISOString();
  const stored = (clock: string) => utc(clock).slice(0, 19).replace('T', ' ');
  return { dateStart: stored(from), dateEnd: stored(until), status: 'Planned' };
};

/** What stands on both sides before anybody connects them. */
export function furnish(scene: Scene): void {
  const { anna } = scene;
  const harbour = anna.create('Account', { name: 'Harbour Logistics' });
  const bakeries = anna.create('Account', { name: 'Sommer Bakeries' });
  for (const [{ name, address }, accountId] of [
    [people.maria, harbour.id],
    [people.tom, harbour.id],
    [people.jana, bakeries.id],
  ] as const) {
    const [firstName, lastName] = name.split(' ');
    anna.create('Contact', { firstName, lastName, emailAddress: address, accountId });
  }
  const event = (subject: string, when: object, ...more: object[]) =>
    scene.event(subject, 1, Object.assign({}, when, ...more) as Record<string, unknown>);
  event('Kick-off Harbour Logistics', at(0, '09:00', '10:30'), guests('maria', 'tom'), place('Pier 4, room 2'));
  event('Weekly figures', at(0, '13:00', '14:00'));
  event('Tasting with Sommer', at(1, '10:00', '11:30'), guests('jana'), place('Main bakery'));
  event('Dentist', at(1, '15:00', '16:00'), { sensitivity: 'private' });
  event('Offer review', at(2, '09:30', '11:00'), place('Room Alster'));
  event('Lunch', at(2, '12:00', '13:00'), { showAs: 'free' });
  event('Contract Harbour Logistics', at(3, '11:00', '12:00'), guests('maria'), place('Online'));
  event('Site visit warehouse', at(4, '09:00', '11:00'), place('Dock road 12'));
  const assigned = { assignedUserId: anna.id };
  anna.create('Meeting', { name: 'Annual review Sommer', ...record(2, '14:00', '15:30'), ...assigned });
  anna.create('Meeting', { name: 'Route planning', ...record(3, '14:00', '15:00'), ...assigned });
  anna.create('Call', { name: 'Follow up on the offer', ...record(4, '13:00', '13:30'), ...assigned });
  // On both sides already: brought together, not made again.
  anna.create('Meeting', { name: 'Weekly figures', ...record(0, '13:00', '14:00'), ...assigned });
}

export async function settle(scene: Scene): Promise<void> {
  await choose(scene.chrome, { 'Leave out events shown as free': true, Conflicts: 'Ask me' });
}

/** A week later, as it were: edits on either side, and one that both sides made. */
export async function work(scene: Scene): Promise<void> {
  const { anna, mailbox } = scene;
  const [kickOff, review] = [scene.rowOf('Kick-off Harbour Logistics'), scene.rowOf('Offer review')];
  const harbour = scene.stage.espo.control.dump('Account').find(({ name }) => name === 'Harbour Logistics');
  anna.update('Meeting', kickOff.id, { parentType: 'Account', parentId: harbour?.['id'] });
  anna.update('Meeting', scene.rowOf('Annual review Sommer').id, { ...record(2, '15:00', '16:30') });
  mailbox.updateEvent(scene.eventOf('Site visit warehouse').id, place('Dock road 14'));
  await scene.sync();
  mailbox.updateEvent(scene.eventOf('Offer review').id, { subject: 'Offer review, second round' });
  anna.update('Meeting', review.id, { name: 'Offer review with Tom' });
  await scene.sync();
}
