import { describe, expect, it } from 'vitest';
import { meetingScene } from './meeting-scene.ts';
import { timed } from './scene.ts';

/** Visits are assigned to several users. */
async function stage() {
  const place = await meetingScene();
  place.espo.setAssignedUsers('CVisit');
  const me = place.espo.user('anna').id;
  const ben = place.espo.user('ben').id;
  const visit = () => place.espo.dump('CVisit').find((row) => !row['deleted']);
  const make = (name: string, assignedUsersIds: string[]) =>
    place.anna.create('CVisit', {
      name,
      dateStart: '2026-12-01 10:00:00',
      dateEnd: '2026-12-01 11:00:00',
      assignedUsersIds,
    }).id;
  return { ...place, me, ben, visit, make };
}

describe('a record that is assigned to several users', () => {
  it('is mine where I am among them, and leaves the calendar when I am not any more', async () => {
    const { run, make, subjects, anna, me, ben, settled } = await stage();
    const shared = make('Shared', [ben, me]);
    make('Not mine', [ben]);
    await run();
    expect(subjects()).toEqual(['Visit: Shared']);
    await settled();
    anna.update('CVisit', shared, { assignedUsersIds: [me] });
    await settled();
    anna.update('CVisit', shared, { assignedUsersIds: [ben] });
    await run();
    expect(subjects()).toEqual([]);
    anna.update('CVisit', shared, { assignedUsersIds: [ben, me] });
    await run();
    expect(subjects()).toEqual(['Visit: Shared']);
    await settled();
  });

  it('is made as mine, and its event goes on with it', async () => {
    const { mailbox, run, visit, event, settled, anna, me } = await stage();
    mailbox.createEvent('default', timed('Visit: Factory'));
    await run();
    expect(visit()).toMatchObject({ name: 'Factory', assignedUsersIds: [me] });
    expect(visit()).not.toHaveProperty('assignedUserId', me);
    anna.update('CVisit', String(visit()?.id), { name: 'Shop' });
    await run();
    expect(event('Visit: Factory')?.subject ?? event('Shop')?.subject).toBe('Shop');
    await settled();
  });

  it('goes with its event while it is only mine; shared with a colleague it is asked about', async () => {
    const { mailbox, run, visit, event, anna, me, ben, needs } = await stage();
    mailbox.createEvent('default', timed('Visit: Mine'));
    await run();
    await run();
    mailbox.deleteEvent(event('Visit: Mine')?.immutableId ?? '');
    await run();
    expect(visit()).toBeUndefined();
    mailbox.createEvent('default', timed('Visit: Ours', '2026-12-02'));
    await run();
    anna.update('CVisit', String(visit()?.id), { assignedUsersIds: [me, ben] });
    await run();
    mailbox.deleteEvent(event('Visit: Ours')?.immutableId ?? '');
    await run();
    expect(visit()).toMatchObject({ name: 'Ours' });
    expect(await needs()).toHaveLength(1);
  });
});

describe('definitions that change under the sync', () => {
  it('take no event away when an administrator lets several be assigned', async () => {
    const { mailbox, run, subjects, espo, anna, settled, browser } = await meetingScene();
    const { id: me } = espo.user('anna');
    const { id } = anna.create('CVisit', {
      name: 'Factory',
      dateStart: '2026-12-01 10:00:00',
      dateEnd: '2026-12-01 11:00:00',
      assignedUserId: me,
    });
    mailbox.createEvent('default', timed('Visit: Shop', '2026-12-02'));
    await run();
    expect(subjects()).toEqual(['Visit: Factory', 'Visit: Shop']);
    espo.setAssignedUsers('CVisit');
    for (const row of espo.dump('CVisit')) espo.act('admin').update('CVisit', row.id, { assignedUsersIds: [me] });
    anna.update('CVisit', id, { name: 'Factory 2' });
    for (let i = 0; i < 3; i += 1) await run();
    expect(subjects()).toEqual(['Visit: Factory 2', 'Visit: Shop']);
    expect(espo.dump('CVisit').filter((row) => !row['deleted'])).toHaveLength(2);
    await browser.lookAround();
    await settled();
  });
});

describe('a kind of record without an assigned user', () => {
  it('is mine where I have made it', async () => {
    const { mailbox, run, subjects, espo, anna, settled } = await meetingScene();
    espo.removeField('CVisit', 'assignedUser');
    const times = { dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 11:00:00' };
    anna.create('CVisit', { name: 'Mine', ...times });
    espo.act('admin').create('CVisit', { name: 'Not mine', ...times });
    mailbox.createEvent('default', timed('Visit: Factory', '2026-12-02'));
    await run();
    expect(subjects()).toEqual(['Visit: Factory', 'Visit: Mine']);
    expect(
      espo
        .dump('CVisit')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Factory', 'Mine', 'Not mine']);
    await settled();
  });
});

describe('a record on which several share the work', () => {
  async function shared(alsoParticipant: boolean) {
    const place = await meetingScene({ alsoParticipant });
    place.espo.setCollaborators('CVisit');
    const { id: me } = place.espo.user('anna');
    const { id: ben } = place.espo.user('ben');
    const make = (name: string, more: Record<string, unknown>) =>
      place.espo.act('admin').create('CVisit', {
        name,
        dateStart: '2026-12-01 10:00:00',
        dateEnd: '2026-12-01 11:00:00',
        assignedUserId: ben,
        ...more,
      }).id;
    return { ...place, me, ben, make };
  }

  it('is in the calendar where that is wanted of what I only take part in, and leaves it with me', async () => {
    const { run, subjects, make, me, ben, espo, settled } = await shared(true);
    const id = make('Together', { collaboratorsIds: [me] });
    make('Not mine', { collaboratorsIds: [ben] });
    await run();
    expect(subjects()).toEqual(['Visit: Together']);
    await settled();
    espo.act('admin').update('CVisit', id, { collaboratorsIds: [ben] });
    await run();
    await run();
    expect(subjects()).toEqual([]);
    await settled();
  });

  it('is left out otherwise; what was assigned to me goes when it is assigned to a colleague', async () => {
    const { run, subjects, make, me, ben, espo, settled, browser } = await shared(false);
    make('Together', { collaboratorsIds: [me] });
    const id = make('Mine', { assignedUserId: me });
    await run();
    expect(subjects()).toEqual(['Visit: Mine']);
    expect(await browser.store.seenWithReason('notAssigned', 10)).toMatchObject([{ title: 'Together' }]);
    espo.act('admin').update('CVisit', id, { assignedUserId: ben });
    expect(espo.row('CVisit', id)).toMatchObject({ collaboratorsIds: [me, ben] });
    await run();
    expect(subjects()).toEqual([]);
    await settled();
  });

  it('goes by the assigned user alone where the scope does not say so', async () => {
    const { run, subjects, make, me, espo } = await shared(true);
    espo.setCollaborators('CVisit', false);
    make('Together', { collaboratorsIds: [me] });
    await run();
    expect(subjects()).toEqual([]);
  });
});
