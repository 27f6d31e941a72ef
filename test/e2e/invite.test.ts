/** People of a record who are invited to its event, by the setting that says how, and exactly these are mailed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { Scene } from './harness.ts';
import { choose, go, until } from './popup.ts';

const INVITE = 'Invite from EspoCRM';

let scene: Scene;
const people: Record<string, string> = {};
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way' });
  const admin = scene.stage.espo.control.act('admin');
  for (const name of ['Bob', 'Eve', 'Nemo']) {
    const more = name === 'Nemo' ? {} : { emailAddress: `${name.toLowerCase()}@customer.example` };
    people[name] = admin.create('Contact', { firstName: name, lastName: 'Ray', ...more }).id;
  }
  // Enough that stays, so that no change below is one of most that there is.
  for (let i = 0; i < 6; i += 1) scene.event(`Stays ${i}`, 10 + i);
  await scene.sync();
});
afterAll(() => scene?.close());

const ids = (names: readonly string[]) => names.map((name) => people[name] ?? '');
function meeting(name: string, day: number, who: readonly string[]): string {
  const [dateStart, dateEnd] = [`${dateIn(day)} 13:00:00`, `${dateIn(day)} 14:00:00`];
  const { anna } = scene;
  return anna.create('Meeting', { name, dateStart, dateEnd, assignedUserId: anna.id, contactsIds: ids(who) }).id;
}
const mailed = (subject: string) =>
  scene.stage.graph.control.mails
    .filter((mail) => mail.subject.endsWith(subject))
    .map(({ kind, to }) => `${kind} ${to.join(', ')}`);
const guests = (subject: string) =>
  (scene.eventOf(subject)['attendees'] as { emailAddress: { address: string } }[]).map((a) => a.emailAddress.address);

/** The worker takes the answer in by a run of its own. */
const idle = () =>
  until(
    async () => !(await scene.chrome.state()).sync.running,
    () => 'the run does not end',
  );

async function answer(title: string, button: string, says: RegExp): Promise<void> {
  const page = await go(scene.chrome, 'needs');
  const item = page.getByRole('article', { name: title, exact: true }).first();
  await item.getByText(says).waitFor();
  await item.getByRole('button', { name: button, exact: true }).click();
  await page
    .getByText(/It is done with the next sync\.|Nothing was changed\./)
    .last()
    .waitFor();
  await idle();
  await scene.sync();
}

describe('Invite from EspoCRM', () => {
  it('"Never" invites nobody', async () => {
    meeting('Untold', 3, ['Bob']);
    await scene.sync();
    await scene.sync();
    expect(guests('Untold')).toEqual([]);
    expect(scene.stage.graph.control.mails).toEqual([]);
  });

  it('"Ask me" makes the event without them, asks with their names, and mails exactly these', async () => {
    await choose(scene.chrome, { [INVITE]: 'Ask me' });
    const id = meeting('Asked', 4, ['Bob', 'Eve', 'Nemo']);
    await scene.sync();
    expect(guests('Asked')).toEqual([]);
    expect(mailed('Asked')).toEqual([]);
    await answer('Asked', 'Invite 2 people', /Invite 2 people: Bob Ray and Eve Ray\?/);
    expect(guests('Asked')).toEqual(['bob@customer.example', 'eve@customer.example']);
    expect(mailed('Asked')).toEqual(['invitation bob@customer.example, eve@customer.example']);
    // Who is taken out later is asked about, too.
    scene.anna.update('Meeting', id, { contactsIds: ids(['Bob', 'Nemo']) });
    await scene.sync();
    await answer('Asked', 'Leave them invited', /Take back the invitation of one person: Eve Ray\?/);
    expect(guests('Asked')).toHaveLength(2);
    expect(mailed('Asked')).toHaveLength(1);
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
  });

  it('the answer of a guest comes back to the record', async () => {
    scene.mailbox.outsideAnswer(scene.eventOf('Asked').id, 'bob@customer.example', 'accepted');
    await scene.sync();
    const contacts = scene.rowOf('Asked')['#contacts'] as { id: string; status: string }[];
    expect(contacts.find(({ id }) => id === people['Bob'])?.status).toBe('Accepted');
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
  });

  it('"Always" invites with the event, and takes back whom the record has no more', async () => {
    await choose(scene.chrome, { [INVITE]: 'Always' });
    const page = await scene.chrome.page();
    await page.getByText('Outlook mails everybody in the record an invitation').waitFor();
    const id = meeting('Told', 5, ['Bob']);
    await scene.sync();
    expect(mailed('Told')).toEqual(['invitation bob@customer.example']);
    scene.anna.update('Meeting', id, { contactsIds: ids(['Eve']) });
    await scene.sync();
    expect(guests('Told')).toEqual(['eve@customer.example']);
    expect(mailed('Told').slice(1).sort()).toEqual([
      'cancellation bob@customer.example',
      'invitation eve@customer.example',
    ]);
    await scene.sync();
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
  });

  it('"As a draft" leaves the meeting unsent where the trial says that drafts mail nobody', async () => {
    const offered = async () =>
      (await (await go(scene.chrome, 'settings')).getByRole('combobox', { name: INVITE }).innerText()).split('\n');
    expect(await offered()).not.toContain('As a draft');
    const trial = async () => {
      const page = await go(scene.chrome, 'check');
      await page.getByRole('button', { name: 'Try it in my calendar' }).click();
      await until(
        async () => !(await page.getByRole('button', { name: 'Try it in my calendar' }).isDisabled()),
        () => 'the trial does not end',
      );
      await page.getByText('A draft with an attendee mails nobody:').waitFor();
      await page.reload();
    };
    await trial();
    await choose(scene.chrome, { [INVITE]: 'As a draft' });
    meeting('Drafted', 6, ['Bob']);
    await scene.sync();
    expect(scene.eventOf('Drafted')).toMatchObject({ isDraft: true });
    expect(mailed('Drafted')).toEqual([]);
    // The user presses Send.
    scene.mailbox.updateEvent(scene.eventOf('Drafted').id, { isDraft: false });
    expect(mailed('Drafted')).toEqual(['invitation bob@customer.example']);
    await scene.sync();
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
    expect(mailed('Drafted')).toHaveLength(1);
    // The server does it otherwise now, and a new trial says so.
    scene.stage.graph.control.variants.draftsAreSent = true;
    await trial();
    meeting('Not drafted', 7, ['Bob']);
    await scene.sync();
    expect(guests('Not drafted')).toEqual([]);
    await answer('Not drafted', "Don't invite", /Invite one person: Bob Ray\?/);
    expect(mailed('Not drafted')).toEqual([]);
    const page = await go(scene.chrome, 'settings');
    await page.getByText('that drafts mail nobody in this mailbox: you are asked instead').waitFor();
  });
});
