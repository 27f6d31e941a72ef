/** The main path on the stand-in or the EspoCRM that ESPO_URL names: first sync of both sides, edits, deletions, nothing new, undo. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { Office } from './office.ts';
import { go } from './popup.ts';

let office: Office;
beforeAll(async () => {
  office = await Office.open({ direction: 'Two-way' });
  for (let i = 0; i < 6; i += 1) office.event(`Stays ${i}`, 40 + i);
});
afterAll(() => office?.close());

const nothingNew = async () => expect(await office.sync()).toMatchObject({ graph: 0, written: 0, held: 0 });
const subjects = () =>
  office
    .subjects()
    .filter((subject) => !subject.startsWith('Stays'))
    .sort();

it('the first sync carries both sides over, and the next one finds nothing', async () => {
  office.event('From Outlook', 3);
  await office.record('From EspoCRM', 4);
  expect(await office.sync()).toMatchObject({ graph: 1, held: 0 });
  expect(subjects()).toEqual(['From EspoCRM', 'From Outlook']);
  expect(await office.row('From Outlook')).toMatchObject({
    dateStart: `${dateIn(3)} 10:00:00`,
    dateEnd: `${dateIn(3)} 11:00:00`,
    assignedUserId: office.me,
  });
  await nothingNew();
});

it('an edit travels either way, an undo takes it back, and neither goes round', async () => {
  const { id } = await office.row('From EspoCRM');
  office.mailbox.updateEvent(office.eventOf('From Outlook').id, { subject: `${office.prefix}Edited in Outlook` });
  await office.sync();
  await office.row('Edited in Outlook');
  await nothingNew();
  const page = await go(office.chrome, 'activity');
  const edited = page.getByRole('article', { name: `${office.prefix}Edited in Outlook`, exact: true }).first();
  await edited
    .getByRole('button', { name: /^Undo Changed in EspoCRM/ })
    .first()
    .click();
  await page.getByText('1 change undone.').waitFor();
  await office.row('From Outlook');
  await nothingNew();
  await office.change('Meeting', id, { name: `${office.prefix}Edited in EspoCRM` });
  expect(await office.sync()).toMatchObject({ graph: 1, written: 1 });
  expect(subjects()).toEqual(['Edited in EspoCRM', 'Edited in Outlook']);
  await nothingNew();
});

it('a deletion travels either way, and nothing comes back', async () => {
  const { id } = await office.row('Edited in EspoCRM');
  office.mailbox.deleteEvent(office.eventOf('Edited in Outlook').id);
  await office.remove('Meeting', id);
  expect(await office.sync()).toMatchObject({ written: 2, held: 0 });
  expect(subjects()).toEqual([]);
  for (const name of ['From Outlook', 'Edited in Outlook', 'Edited in EspoCRM'])
    expect(await office.rows('Meeting', name)).toEqual([]);
  await nothingNew();
});
