/** EspoCRM's status chooses a category of the event. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guest, Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await Office.open({ direction: 'Two-way' });
});
afterAll(() => office?.close());

const settled = async (): Promise<void> => expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });

it('"Category of held meetings" is on the event when its record says Held, once, and on nothing with attendees', async () => {
  await office.choose({ 'Category of held meetings': ['Grey'], 'Category of meetings not held': ['Crossed'] });
  const { id } = await office.record('Took place', 15);
  const off = await office.record('Did not', 16);
  office.event('Held with guests', 17, { attendees: [guest('who@customer.example')] });
  await office.sync();
  await office.change('Meeting', id, { status: 'Held' });
  await office.change('Meeting', off.id, { status: 'Not Held' });
  await office.change('Meeting', (await office.row('Held with guests')).id, { status: 'Held' });
  await office.sync();
  await settled();
  const categories = (name: string) => office.eventOf(name)['categories'];
  expect([categories('Took place'), categories('Did not'), categories('Held with guests')]).toEqual([
    ['Grey'],
    ['Crossed'],
    [],
  ]);
  office.mailbox.updateEvent(office.eventOf('Took place').id, { categories: ['Mine'] });
  await office.sync();
  await settled();
  expect(categories('Took place')).toEqual(['Mine']);
  expect(office.mailed).toEqual([]);
  await office.choose({ 'Category of held meetings': [''], 'Category of meetings not held': [''] });
});
