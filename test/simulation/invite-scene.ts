/** A company with contacts to invite: their meeting, who is in its event, and who was mailed. */
import type { Settings } from '../../src/shared/settings.ts';
import { meeting } from './scene.ts';
import { stage } from './stage.ts';

export async function company(settings: Partial<Settings>) {
  const here = await stage();
  const { browser, espo, anna } = here;
  browser.settings = { ...browser.settings, ...settings };
  const contact = (firstName: string, emailAddress: string | undefined) =>
    espo.act('admin').create('Contact', { firstName, lastName: 'Ray', ...(emailAddress ? { emailAddress } : {}) }).id;
  const bob = contact('Bob', 'Bob@customer.example');
  const eve = contact('Eve', 'eve@customer.example');
  const nomail = contact('Nemo', undefined);
  const make = (contactsIds: string[], more = {}) =>
    anna.create('Meeting', { ...meeting('Review', anna.id), contactsIds, ...more }).id;
  const event = () => here.mailbox.events().find((one) => one.subject.includes('Review'));
  const invited = () => (event()?.['attendees'] ?? []) as { type: string; emailAddress: { address: string } }[];
  const guests = () => invited().map(({ emailAddress }) => emailAddress.address.toLowerCase());
  const { mails } = here.company.graph.control;
  const mailed = () => mails.map(({ kind, to }) => [kind, to.map((one) => one.toLowerCase())]);
  return { ...here, bob, eve, nomail, make, event, invited, guests, mailed };
}
