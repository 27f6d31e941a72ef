/** The card's own scene: a day with a meeting for each thing that it can offer, and Outlook's page on it. */
import { dateIn } from '../days.ts';
import { Scene } from './harness.ts';
import { OutlookPage } from './in-outlook.ts';
import { choose } from './popup.ts';

/** Outlook looks for what has changed three times a second, and draws its tiles anew then. */
export const WEEK = `view/week?date=${dateIn(3)}&poll=300`;

export const hour = (at: string, more: Record<string, unknown> = {}) => ({
  start: { dateTime: `${dateIn(3)}T${at}:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${dateIn(3)}T${at}:45:00`, timeZone: 'UTC' },
  ...more,
});

const guest = (name: string, address: string) => ({ type: 'required', emailAddress: { name, address } });

export async function cardScene(): Promise<{ scene: Scene; outlook: OutlookPage }> {
  const scene = await Scene.connected({ direction: 'Two-way' });
  try {
    await choose(scene.chrome, { 'Leave out events shown as free': true, Conflicts: 'Ask me' });
    const acme = scene.anna.create('Account', { name: 'Acme' });
    scene.anna.create('Contact', {
      firstName: 'Bob',
      lastName: 'Ray',
      emailAddress: 'bob@customer.example',
      accountId: acme.id,
    });
    const bob = guest('Bob Ray', 'bob@customer.example');
    scene.event('Review', 3, hour('05'));
    scene.event('With people', 3, hour('06', { attendees: [bob, guest('Eve New', 'eve@customer.example')] }));
    scene.event('Free', 3, hour('07', { showAs: 'free', attendees: [bob] }));
    scene.event('Asks', 3, hour('08'));
    scene.event('Keep', 3, hour('09'));
    scene.event('Later', 3, hour('10', { showAs: 'free' }));
    await scene.sync();
    const outlook = await OutlookPage.open(scene, WEEK);
    await outlook.hasState('Review', 'linked');
    return { scene, outlook };
  } catch (error) {
    await scene.close();
    throw error;
  }
}
