/** What a new record belongs to: set where it is certain, and only where the user wants it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guest, Office } from './office.ts';
import { go, until } from './popup.ts';

let office: Office;
let acme: string;
const KNOWN = 'known@acme.example';

beforeAll(async () => {
  office = await Office.open({ direction: 'Outlook to EspoCRM' });
  const make = async (type: string, body: Record<string, unknown>): Promise<string> => {
    const { id } = await office.user.ask<{ id: string }>(type, { method: 'POST', body });
    office.willGo(`${type}/${id}`);
    return id;
  };
  acme = await make('Account', { name: `${office.prefix}Acme`, website: 'https://www.acme.example' });
  await make('Contact', { lastName: `${office.prefix}Ray`, emailAddress: KNOWN, accountId: acme });
});
afterAll(() => office?.close());

const parentOf = async (subject: string): Promise<unknown> => (await office.row(subject))['parentId'] ?? null;

it('"Set the parent" gives a new record the account of its guests, and none of those before', async () => {
  office.event('Before', 3, { attendees: [guest(KNOWN)] });
  await office.sync();
  await office.choose({ 'Set the parent': 'Where it is certain' });
  office.event('With a contact', 4, { attendees: [guest(KNOWN), guest('new@other.example')] });
  office.event('With a stranger', 5, { attendees: [guest('new@acme.example')] });
  await office.sync();
  expect(await parentOf('Before')).toBeNull();
  expect(await parentOf('With a contact')).toBe(acme);
  expect(await parentOf('With a stranger')).toBeNull();
  // Given once; a person who takes it away has the last word.
  const { id } = await office.row('With a contact');
  await office.change('Meeting', id, { parentType: null, parentId: null });
  expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
  expect(await parentOf('With a contact')).toBeNull();
});

it('"[Name] in the subject" takes the record that is called so', async () => {
  office.event(`Named at first [${office.prefix}Acme]`, 6);
  await office.sync();
  expect(await parentOf(`Named at first [${office.prefix}Acme]`)).toBeNull();
  await office.choose({ '[Name] in the subject': true });
  office.event(`Named [${office.prefix}ACME]`, 7);
  await office.sync();
  expect(await parentOf(`Named [${office.prefix}ACME]`)).toBe(acme);
  await office.choose({ '[Name] in the subject': false });
});

it('"Find the account by its domain" counts a stranger for the one account that has the domain', async () => {
  await office.choose({ 'Find the account by its domain': true });
  office.event('By domain', 8, { attendees: [guest('someone@acme.example')] });
  office.event('Free mail', 9, { attendees: [guest('someone@gmail.com')] });
  await office.sync();
  expect(await parentOf('By domain')).toBe(acme);
  expect(await parentOf('Free mail')).toBeNull();
  expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
  expect(office.mailed).toEqual([]);
});

it('"else ask me" puts the question under Needs you, writes the answer once, and takes it back', async () => {
  const globex = (await office.make('Account', { name: `${office.prefix}Globex` })).id;
  await office.make('Contact', { lastName: 'Lee', emailAddress: 'kim@globex.example', accountId: globex });
  await office.choose({ 'Set the parent': 'Where it is certain, else ask me' });
  for (const [subject, day] of [
    ['Talks', 10],
    ['Talks again', 11],
  ] as const)
    office.event(subject, day, { attendees: [guest(KNOWN), guest('kim@globex.example')] });
  office.event('Nobody known', 12, { attendees: [guest('who@other.example')] });
  await office.sync();
  expect(await parentOf('Talks')).toBeNull();
  const page = await go(office.chrome, 'needs');
  const question = (subject: string) => page.getByRole('article', { name: office.prefix + subject, exact: true });
  await question('Talks')
    .getByRole('button', { name: `${office.prefix}Globex (Account)` })
    .click();
  await question('Talks again').getByRole('button', { name: 'None of these' }).click();
  await until(
    async () => (await parentOf('Talks')) === globex,
    () => 'the answer was not written',
  );
  await office.idle();
  expect(await parentOf('Talks again')).toBeNull();
  expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
  await go(office.chrome, 'needs');
  await page.getByText('Nothing waits for you.').waitFor();
  await go(office.chrome, 'activity');
  await question('Talks')
    .getByRole('button', { name: /^Undo Changed in EspoCRM: Parent/ })
    .first()
    .click();
  await page.getByText('1 change undone.').waitFor();
  expect(await parentOf('Talks')).toBeNull();
  expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
  expect(office.mailed).toEqual([]);
});

it('the question fits a narrow window with long names and those of other scripts, and is answered by the keyboard', async () => {
  const long = await office.make('Account', { name: office.prefix + 'Unbroken'.repeat(25) });
  const arabic = await office.make('Account', { name: `${office.prefix}شركة الاختبار [EU]` });
  await office.make('Contact', { lastName: 'One', emailAddress: 'one@long.example', accountId: long.id });
  await office.make('Contact', { lastName: 'Two', emailAddress: 'two@arabic.example', accountId: arabic.id });
  await office.choose({ 'Set the parent': 'Where it is certain, else ask me' });
  office.event('Far apart', 13, { attendees: [guest('one@long.example'), guest('two@arabic.example')] });
  await office.sync();
  const page = await go(office.chrome, 'needs');
  await page.setViewportSize({ width: 320, height: 800 });
  const question = page.getByRole('article', { name: `${office.prefix}Far apart`, exact: true });
  await question.waitFor();
  for (const direction of ['rtl', 'ltr']) {
    const beyond = await page.evaluate((dir) => {
      const root = document.documentElement;
      root.dir = dir;
      return root.scrollWidth - Math.round(root.getBoundingClientRect().width);
    }, direction);
    expect([direction, beyond]).toEqual([direction, 0]);
  }
  const button = question.getByRole('button', { name: /شركة/ });
  const isThere = () => button.evaluate((one) => one === document.activeElement);
  for (let i = 0; i < 60 && !(await isThere()); i += 1) await page.keyboard.press('Tab');
  expect(await isThere()).toBe(true);
  await page.keyboard.press('Enter');
  await until(
    async () => (await parentOf('Far apart')) === arabic.id,
    () => 'the answer was not written',
  );
  await office.idle();
});
