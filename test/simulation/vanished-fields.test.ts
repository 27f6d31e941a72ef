/** Fields, options and teams that vanished or mean something else: nothing takes their place. */
import { describe, expect, it } from 'vitest';
import { linksOf } from '../sandbox/espo/links.ts';
import type { Row } from '../sandbox/espo/types.ts';
import { fieldScene } from './field-scene.ts';
import { meeting, timed } from './scene.ts';

const at = (displayName: string, subject = 'Somewhere') => ({ ...timed(subject), location: { displayName } });

describe('a team that was deleted', () => {
  it('does not keep records from being made', async () => {
    const { mailbox, run, espo, record, company } = await fieldScene({ assignDefaultTeam: true });
    espo.insert('Team', { id: 'team-1', name: 'Sales' });
    Object.assign(espo.user('anna'), { defaultTeamId: 'team-1', defaultTeamName: 'Sales', teamsIds: ['team-1'] });
    mailbox.createEvent('default', timed('First'));
    await run();
    expect(record()['teamsIds']).toEqual(['team-1']);
    Object.assign(company.espo.core.get('Team', 'team-1') as Row, { deleted: true });
    mailbox.createEvent('default', timed('Second'));
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    const second = espo.dump('Meeting').find((row) => row['name'] === 'Second');
    expect(second?.['teamsIds'] ?? []).toEqual([]);
  });
});

describe('people', () => {
  it('of a hand-made one-to-many link are nobody who takes part: a colleague stays where they are', async () => {
    const { mailbox, run, espo, anna, settled, needs } = await fieldScene();
    espo.addLink('CVisit', 'users', 'User', 'oneToMany');
    const ben = espo.user('ben');
    ben['emailAddress'] = 'ben@contoso.example';
    const theirs = anna.create('CVisit', { ...meeting('Other', anna.id, '2027-05-05'), usersIds: [ben.id] });
    mailbox.createEvent('default', {
      ...timed('Visit: Acme'),
      attendees: [{ type: 'required', emailAddress: { address: 'ben@example.test', name: 'Ben' } }],
    });
    await run();
    expect(espo.dump('CVisit').map((row) => row['name'])).toContain('Acme');
    expect(
      linksOf(espo.row('CVisit', theirs.id) as Row, 'users').map(({ id, deleted }) => [id, deleted === true]),
    ).toEqual([[ben.id, false]]);
    await settled();
    expect(await needs()).toEqual([]);
  });
});

describe('a choice that vanished', () => {
  const gone = async (place: Awaited<ReturnType<typeof fieldScene>>) =>
    (await place.needs()).map(({ kind, reason, choice }) => [kind, reason, choice?.what, choice?.name]);

  it('the chosen field for the place: no other takes its place, Outlook keeps its own, one item names it', async () => {
    const place = await fieldScene({ locationField: { Meeting: 'cVenue' } });
    const { mailbox, run, espo, record, settled, anna, browser, placeInOutlook } = place;
    espo.addField('Meeting', 'cVenue', { type: 'varchar', maxLength: 100 }, 'Venue');
    const { id } = mailbox.createEvent('default', at('Room 5'));
    await run();
    expect(record()).toMatchObject({ cVenue: 'Room 5' });
    espo.removeField('Meeting', 'cVenue');
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    anna.update('Meeting', record().id, { name: 'Renamed', location: 'Elsewhere' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(placeInOutlook()).toBe('Room 5');
    mailbox.updateEvent(id, at('Room 6', 'Renamed again'));
    expect(await run()).toMatchObject({ updated: 1 });
    expect(record()).toMatchObject({ name: 'Renamed again', location: 'Elsewhere' });
    expect(await gone(place)).toEqual([['choice', 'choiceGone', 'locationField', 'Venue']]);
    await settled();
    // Another one is chosen: what stands in it and what Outlook says go through the merge.
    browser.settings = { ...browser.settings, locationField: { Meeting: 'cLocation' } };
    await run();
    expect(record()).toMatchObject({ cLocation: 'Room 6', location: 'Elsewhere' });
    expect(await gone(place)).toEqual([]);
    await settled();
  });

  it('the field that was found by its name: another of such a name does not take its place', async () => {
    const place = await fieldScene();
    const { mailbox, run, espo, record, settled, browser, placeInOutlook } = place;
    mailbox.createEvent('default', at('Room 5'));
    await run();
    expect(record()).toMatchObject({ location: 'Room 5' });
    espo.removeField('Meeting', 'location');
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    await settled();
    expect(record()['cLocation'] ?? null).toBeNull();
    expect(placeInOutlook()).toBe('Room 5');
    expect(await gone(place)).toEqual([['choice', 'choiceGone', 'locationField', 'Location']]);
    // It comes back as it was: nothing has to be chosen, and nothing is written.
    espo.addField('Meeting', 'location', { type: 'varchar', maxLength: 255 }, 'Location');
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    await settled();
    expect(await gone(place)).toEqual([]);
    expect([record()['location'], placeInOutlook()]).toEqual(['Room 5', 'Room 5']);
  });

  it('the field for the join link: nothing is written to another one', async () => {
    const place = await fieldScene({ joinLinkField: { Meeting: 'cJoin' } });
    const { mailbox, run, espo, settled, browser } = place;
    espo.addField('Meeting', 'cJoin', { type: 'url', maxLength: 255 }, 'Join');
    mailbox.createEvent('default', {
      ...timed('Online'),
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
    });
    await run();
    espo.removeField('Meeting', 'cJoin');
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    await settled();
    expect(await gone(place)).toEqual([['choice', 'choiceGone', 'joinLinkField', 'Join']]);
  });

  it('another field for the join link gets the links of what was linked before', async () => {
    const { mailbox, run, espo, record, settled, browser } = await fieldScene({ joinLinkField: { Meeting: 'cJoin' } });
    for (const name of ['cJoin', 'cCall']) espo.addField('Meeting', name, { type: 'url', maxLength: 255 }, name);
    mailbox.createEvent('default', {
      ...timed('Online'),
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
    });
    await run();
    browser.settings = { ...browser.settings, joinLinkField: { Meeting: 'cCall' } };
    await run();
    expect(record()['cCall']).toBe(record()['cJoin']);
    expect(record()['cCall']).toMatch(/^https/);
    await settled();
  });

  it('the status of cancelled meetings and the team', async () => {
    const place = await fieldScene({ assignDefaultTeam: true });
    const { mailbox, run, espo, record, settled, browser, company } = place;
    espo.insert('Team', { id: 'team-1', name: 'Sales' });
    Object.assign(espo.user('anna'), { defaultTeamId: 'team-1', defaultTeamName: 'Sales', teamsIds: ['team-1'] });
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    const { id } = mailbox.createEvent('default', timed('Off'));
    await run();
    espo.setOptions('Meeting', 'status', ['Planned', 'Held', 'Somehow']);
    Object.assign(company.espo.core.get('Team', 'team-1') as Row, { deleted: true });
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    mailbox.receiveUpdate(id, 'cancelled');
    await settled();
    expect(record()['status']).toBe('Planned');
    expect(await gone(place)).toEqual([
      ['choice', 'choiceGone', 'statusOption', 'Not Held'],
      ['choice', 'choiceGone', 'defaultTeam', 'Sales'],
    ]);
    mailbox.createEvent('default', timed('Another'));
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    expect(espo.log.filter((one) => one.method === 'POST').at(-1)?.status).toBe(200);
  });

  it('an entity: nothing of it is made as another one, and it is named', async () => {
    const place = await fieldScene();
    const { mailbox, run, espo, company, browser } = place;
    await run();
    const role = company.espo.core.rows('Role').find((row) => row['name'] === 'Sales full');
    espo.addRole('Sales full', { data: { ...(role?.['data'] as Record<string, boolean>), CVisit: false } });
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    mailbox.createEvent('default', timed('Visit: Acme'));
    expect(await run()).toMatchObject({ created: 0 });
    expect(await gone(place)).toEqual([['choice', 'choiceGone', 'entity', 'Visit']]);
    expect(espo.dump('Meeting')).toEqual([]);
  });
});
