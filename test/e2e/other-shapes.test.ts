/** Kinds of records that are built otherwise than Meetings: with required fields, with several assigned users. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { IS_STAND_IN, Office } from './office.ts';

const KIND = { type: 'enum', required: true, options: ['', 'On site', 'By phone'] };

let office: Office | undefined;
beforeAll(async () => {
  if (!IS_STAND_IN) return;
  office = await Office.open({ direction: 'Two-way' }, ({ espo }) => {
    espo.control.addField('Meeting', 'cVisitKind', KIND, 'Visit kind');
    espo.control.setAssignedUsers('Call');
  });
});
afterAll(() => office?.close());

it.runIf(IS_STAND_IN)('a required field waits for a default, and gets it', async () => {
  const here = office as Office;
  here.event('Factory', 3);
  await here.sync();
  expect(await here.rows('Meeting', 'Factory')).toEqual([]);
  await here.choose({ 'Visit kind (required)': 'On site' }, 'Meeting');
  await here.sync();
  expect(await here.row('Factory')).toMatchObject({ cVisitKind: 'On site' });
  expect(await here.sync()).toMatchObject({ graph: 0, written: 0 });
});

it.runIf(IS_STAND_IN)('a record with several assigned users is in the calendar of each of them', async () => {
  const here = office as Office;
  const { id: ben } = here.stage.espo.control.user('ben');
  const call = (name: string, assignedUsersIds: string[]) =>
    here.make('Call', {
      name,
      assignedUsersIds,
      dateStart: `${dateIn(4)} 10:00:00`,
      dateEnd: `${dateIn(4)} 11:00:00`,
    });
  const { id } = await call('Shared', [ben, here.me]);
  await call('Not mine', [ben]);
  await here.sync();
  expect(here.subjects().filter((subject) => subject.startsWith('Call'))).toEqual(['Call: Shared']);
  here.event('Call: Back', 5);
  await here.sync();
  expect(await here.row('Back', 'Call')).toMatchObject({ assignedUsersIds: [here.me] });
  await here.change('Call', id, { assignedUsersIds: [ben] });
  await here.sync();
  expect(here.subjects()).not.toContain('Call: Shared');
  expect(await here.sync()).toMatchObject({ graph: 0, written: 0 });
  expect(here.mailed).toEqual([]);
});
