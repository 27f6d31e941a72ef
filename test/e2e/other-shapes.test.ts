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
    espo.control.setCollaborators('CVisit');
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

it.runIf(IS_STAND_IN)('a Task stands in Outlook by its due date, and nothing of Outlook changes it', async () => {
  const here = office as Office;
  const task = (name: string, due: Record<string, unknown>) =>
    here.make('Task', { name, assignedUserId: here.me, ...due });
  await task('Not yet', { dateEnd: `${dateIn(6)} 16:00:00` });
  await here.sync();
  expect(here.subjects()).not.toContain('Task: Not yet');
  await here.add({ Task: 'Task' });
  await task('Taxes', { dateEndDate: dateIn(7) });
  await task('Some day', {});
  await here.sync();
  expect(here.eventOf('Task: Not yet')).toMatchObject({ isAllDay: false, showAs: 'free' });
  expect(here.eventOf('Task: Taxes')).toMatchObject({ isAllDay: true, showAs: 'free' });
  expect(await here.reasonOf('Some day')).toBe('noDate');
  here.mailbox.updateEvent(here.eventOf('Task: Taxes')?.immutableId ?? '', { subject: 'Mine' });
  here.event('Task: Made here', 8);
  await here.sync();
  expect(await here.row('Taxes', 'Task')).toMatchObject({ dateEndDate: dateIn(7) });
  expect(await here.rows('Task', 'Made here')).toEqual([]);
  expect((await here.found('Made here'))[0]).toMatchObject({ reason: 'onlyShown' });
  expect((await here.found('Not yet'))[0]).toMatchObject({ state: 'linked' });
  expect(await here.sync()).toMatchObject({ graph: 0, written: 0 });
  expect(here.mailed).toEqual([]);
});

it.runIf(IS_STAND_IN)(
  'a record on which the user is a collaborator is in the calendar where that is wanted',
  async () => {
    const here = office as Office;
    await here.add({ Visit: 'Visit' });
    const { id: ben } = here.stage.espo.control.user('ben');
    const visit = await here.make(
      'CVisit',
      {
        name: 'Together',
        assignedUserId: ben,
        collaboratorsIds: [here.me],
        dateStart: `${dateIn(9)} 10:00:00`,
        dateEnd: `${dateIn(9)} 11:00:00`,
      },
      here.admin,
    );
    await here.sync();
    expect(await here.reasonOf('Together')).toBe('notAssigned');
    await here.choose({ 'Also meetings where I only take part': true });
    await here.sync();
    expect(here.subjects()).toContain('Visit: Together');
    expect(await here.sync()).toMatchObject({ graph: 0, written: 0 });
    await here.admin.ask(`CVisit/${visit.id}`, { method: 'PUT', body: { collaboratorsIds: [ben] } });
    await here.sync();
    expect(here.subjects()).not.toContain('Visit: Together');
    await here.choose({ 'Also meetings where I only take part': false });
  },
);
