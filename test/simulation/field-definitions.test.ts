/** What EspoCRM's definitions of its fields say is kept to, and what they did not say is found out from its refusals. */
import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { Browser } from './company.ts';
import { fieldScene } from './field-scene.ts';
import { timed } from './scene.ts';

const at = (displayName: string, subject = 'Somewhere') => ({ ...timed(subject), location: { displayName } });

describe('what the definitions say is kept to', () => {
  it('a place of 160 characters is cut to the 100 of its field, once, and never comes back to Outlook', async () => {
    const { mailbox, run, espo, record, settled, anna, placeInOutlook } = await fieldScene({
      locationField: { Meeting: 'cVenue' },
    });
    espo.addField('Meeting', 'cVenue');
    const long = 'Main building, '.repeat(11).slice(0, 160);
    mailbox.createEvent('default', at(long));
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    expect(record()['cVenue']).toBe(long.slice(0, 100).trim());
    await settled();
    anna.update('Meeting', record().id, { name: 'Renamed' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(placeInOutlook()).toBe(long);
    await settled();
  });

  it('a place whose field forbids "<" is transliterated like a name', async () => {
    const { mailbox, run, espo, record, settled, placeInOutlook } = await fieldScene();
    espo.setField('Meeting', 'location', { pattern: '$noBadCharacters' });
    mailbox.createEvent('default', at('Room <5>'));
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    expect(record()['location']).toBe('Room ‹5›');
    await settled();
    expect(placeInOutlook()).toBe('Room <5>');
  });

  it('a place that its field takes in no form is left out and named, and Outlook keeps it', async () => {
    const { mailbox, run, espo, record, settled, activity, placeInOutlook } = await fieldScene();
    espo.setField('Meeting', 'location', { pattern: '[0-9]+' });
    const { id } = mailbox.createEvent('default', at('12'));
    await run();
    expect(record()['location']).toBe('12');
    mailbox.updateEvent(id, at('Room 5', 'Renamed'));
    expect(await run()).toMatchObject({ updated: 1, refused: 0 });
    expect(record()).toMatchObject({ name: 'Renamed', location: null });
    expect(activity()).toContainEqual(
      expect.objectContaining({
        op: 'lose',
        field: 'location',
        oldValue: 'Room 5',
        cause: expect.stringMatching(/fit/),
      }),
    );
    await settled();
    expect(placeInOutlook()).toBe('Room 5');
  });

  it('a name and a text are cut where the administrator made them short', async () => {
    const { mailbox, run, espo, record, settled } = await fieldScene();
    espo.setField('Meeting', 'name', { maxLength: 20 });
    espo.setField('Meeting', 'description', { maxLength: 30 });
    const body = { contentType: 'text' as const, content: 'y'.repeat(200) };
    mailbox.createEvent('default', { ...timed('x'.repeat(60)), body });
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    expect(record()).toMatchObject({ name: 'x'.repeat(20), description: 'y'.repeat(30) });
    await settled();
  });

  it.each([
    [32, 'is cut and finds its record again'],
    [16, 'is cut and finds its record again'],
  ])('a key field of %i characters: the key %s, also after it was made longer', async (length) => {
    const { mailbox, run, espo, record, settled, company, login, browser } = await fieldScene();
    espo.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: length });
    const { id } = mailbox.createEvent('default', timed('Keyed'));
    await run();
    expect(String(record()['cOutlookUid'])).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
    await settled();
    // Without a memory, and renamed and moved meanwhile: only the key tells.
    mailbox.updateEvent(id, timed('Renamed', '2026-12-03'));
    const again = new Browser(company, login, { settings: browser.settings });
    expect(await again.run()).toMatchObject({ created: 0, linked: 1 });
    espo.setField('Meeting', 'cOutlookUid', { maxLength: 100 });
    const third = new Browser(company, login, { settings: browser.settings });
    mailbox.updateEvent(id, { subject: 'Renamed again' });
    expect(await third.run()).toMatchObject({ created: 0, linked: 1 });
    expect(espo.dump('Meeting')).toHaveLength(1);
  });

  it('a key field too short for one is not used: two meetings that begin alike stay two', async () => {
    const { mailbox, run, espo, record } = await fieldScene();
    espo.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: 10 });
    mailbox.createEvent('default', timed('Keyed'));
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    expect(record()['cOutlookUid'] ?? null).toBeNull();
  });
});

describe('what the definitions did not say', () => {
  /** The pattern is none that can be read here: only the server's refusal tells. */
  const RIDDLE = { pattern: '([0-9]+)+' };

  it('a new record is made without the field that the server names, and the item says which', async () => {
    const { mailbox, run, espo, record, needs, activity, settled, sent, placeInOutlook } = await fieldScene();
    espo.setField('Meeting', 'location', RIDDLE);
    mailbox.createEvent('default', at('Room 5'));
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    expect(record()).toMatchObject({ name: 'Somewhere' });
    expect(record()['location'] ?? null).toBeNull();
    expect(await needs()).toMatchObject([
      {
        kind: 'row',
        reason: 'refused',
        op: 'update',
        title: 'Somewhere',
        detail: expect.stringContaining('"location"'),
      },
    ]);
    expect(activity()).toContainEqual(
      expect.objectContaining({
        op: 'lose',
        field: 'location',
        oldValue: 'Room 5',
        cause: expect.stringContaining('"location"'),
      }),
    );
    const before = sent('POST') + sent('PUT');
    await settled();
    expect(sent('POST') + sent('PUT')).toBe(before);
    expect(placeInOutlook()).toBe('Room 5');
  });

  it('what was left out is written once the administrator has mended the field, without being asked', async () => {
    const { mailbox, run, espo, record, needs, settled, browser } = await fieldScene();
    espo.setField('Meeting', 'location', RIDDLE);
    mailbox.createEvent('default', at('Room 5'));
    await run();
    espo.setField('Meeting', 'location', { pattern: '' });
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(record()['location']).toBe('Room 5');
    expect(await needs()).toEqual([]);
    await settled();
  });

  it('what was left out is tried again with another value, or when the user says so, and left when they discard it', async () => {
    const { mailbox, run, espo, record, needs, settled, browser, placeInOutlook } = await fieldScene();
    espo.setField('Meeting', 'location', RIDDLE);
    const { id } = mailbox.createEvent('default', at('Room 5'));
    await run();
    const answer = async (action: 'retry' | 'discard') => {
      const [need] = await needs();
      await giveAnswer(browser.store, { id: need?.id ?? '', action, choice: '' });
      return run();
    };
    expect(await answer('retry')).toMatchObject({ updated: 0, refused: 1 });
    mailbox.updateEvent(id, at('12', 'Renamed'));
    expect(await run()).toMatchObject({ updated: 1 });
    expect(record()).toMatchObject({ name: 'Renamed', location: '12' });
    mailbox.updateEvent(id, at('Room 6', 'Renamed'));
    expect(await run()).toMatchObject({ refused: 1 });
    await answer('discard');
    expect(await needs()).toEqual([]);
    await settled();
    expect(record()['location']).toBe('12');
    expect(placeInOutlook()).toBe('Room 6');
  });

  it('cancelled and moved at once where "Not Held" is no option any more: the new time arrives', async () => {
    const { mailbox, run, espo, record, browser, settled } = await fieldScene();
    const { id } = mailbox.createEvent('default', timed('Moved'));
    await run();
    espo.setOptions('Meeting', 'status', ['Planned', 'Held']);
    mailbox.updateEvent(id, timed('Moved', '2026-12-03'));
    mailbox.receiveUpdate(id, 'cancelled');
    expect(await run()).toMatchObject({ updated: 1, refused: 0 });
    expect(record()).toMatchObject({ dateStart: '2026-12-03 10:00:00', status: 'Planned' });
    const held = async () => (await browser.store.plan()).map(({ reason, detail }) => [reason, detail]);
    expect(await held()).toEqual([['refused', expect.stringContaining('"status"')]]);
    // By then the definitions are read anew, and the status is left alone.
    await settled();
    expect(await held()).toEqual([]);
    expect(record()['status']).toBe('Planned');
  });

  it('a renamed status is taken where the administrator says that it means cancelled', async () => {
    const { mailbox, run, espo, record, settled } = await fieldScene();
    const { id } = mailbox.createEvent('default', timed('Off'));
    await run();
    espo.setOptions('Meeting', 'status', ['Planned', 'Held', 'Called off']);
    espo.setStatusLists('Meeting', { canceledStatusList: ['Not Held', 'Called off'] });
    mailbox.updateEvent(id, timed('Off', '2026-12-03'));
    mailbox.receiveUpdate(id, 'cancelled');
    await run();
    await run();
    expect(record()).toMatchObject({ dateStart: '2026-12-03 10:00:00', status: 'Called off' });
    await settled();
  });

  it('a field that was deleted today is neither asked for nor written', async () => {
    const { mailbox, run, espo, record, settled } = await fieldScene({ locationField: { Meeting: 'cVenue' } });
    for (const name of ['cVenue', 'cOutlookUid']) espo.addField('Meeting', name);
    mailbox.createEvent('default', at('Room 5'));
    await run();
    for (const name of ['cVenue', 'cOutlookUid']) espo.removeField('Meeting', name);
    mailbox.createEvent('default', at('Room 6', 'Another'));
    expect(await run()).toMatchObject({ created: 1 });
    expect(record()).toMatchObject({ name: 'Somewhere' });
    expect(mailbox.events().map((one) => (one.location as { displayName: string }).displayName)).toEqual([
      'Room 5',
      'Room 6',
    ]);
    await settled();
  });

  it('a link that was deleted today is asked for once at most', async () => {
    const { mailbox, run, espo } = await fieldScene();
    espo.addLink('CVisit', 'users', 'User', 'manyToMany');
    await run();
    espo.removeField('CVisit', 'users');
    await run().catch(() => undefined);
    mailbox.createEvent('default', timed('Visit: Acme'));
    expect(await run()).toMatchObject({ created: 1 });
    expect(espo.dump('CVisit')).toHaveLength(1);
  });

  it.each([
    ['a required field that the sync does not fill', 'cBudget', { type: 'varchar' }],
    ['the place, which is required', 'location', undefined],
  ])('%s refuses a new record by its name, until the administrator sets it free', async (_, name, added) => {
    const { mailbox, run, espo, needs, browser, settled } = await fieldScene();
    if (added) espo.addField('Meeting', name, added);
    espo.setField('Meeting', name, { required: true });
    mailbox.createEvent('default', timed('Nowhere'));
    expect(await run()).toMatchObject({ created: 0, refused: 1 });
    expect(await needs()).toMatchObject([{ reason: 'refused', detail: expect.stringContaining(`"${name}"`) }]);
    await browser.lookAround();
    expect(await run()).toMatchObject({ created: 0, refused: 0 });
    espo.setField('Meeting', name, { required: false });
    await browser.lookAround();
    expect(await run()).toMatchObject({ created: 1 });
    expect(await needs()).toEqual([]);
    await settled();
  });

  it('a required place that Outlook empties stays, and the rest is written', async () => {
    const { mailbox, run, espo, record, needs, settled } = await fieldScene();
    espo.setField('Meeting', 'location', { required: true });
    const { id } = mailbox.createEvent('default', at('Room 5'));
    await run();
    mailbox.updateEvent(id, at('', 'Renamed'));
    expect(await run()).toMatchObject({ updated: 1 });
    expect(record()).toMatchObject({ name: 'Renamed', location: 'Room 5' });
    expect(await needs()).toMatchObject([{ detail: expect.stringContaining('"location","required"') }]);
    await settled();
  });

  it('what the role does not let the user write is left alone', async () => {
    const { mailbox, run, espo, record, settled } = await fieldScene();
    const { id } = mailbox.createEvent('default', { ...timed('A'), body: { contentType: 'text', content: 'one' } });
    await run();
    espo.setField('Meeting', 'description', { readOnly: true });
    mailbox.updateEvent(id, { ...timed('B'), body: { contentType: 'text', content: 'two' } });
    expect(await run()).toMatchObject({ updated: 1, refused: 0 });
    expect(record()).toMatchObject({ name: 'B', description: 'one' });
    await settled();
  });

  it('an answer that is lost after a field was left out takes nothing away in Outlook', async () => {
    const { mailbox, run, espo, record, settled, placeInOutlook, needs } = await fieldScene();
    espo.setField('Meeting', 'location', RIDDLE);
    mailbox.createEvent('default', at('Room 5'));
    let posts = 0;
    espo.faults.push({ match: ({ method }) => method === 'POST' && ++posts === 2, when: 'after', times: 1 });
    await expect(run()).rejects.toThrow();
    await run();
    expect(espo.dump('Meeting')).toHaveLength(1);
    expect(record()['location'] ?? null).toBeNull();
    expect(placeInOutlook()).toBe('Room 5');
    expect(await needs()).toMatchObject([{ reason: 'refused', detail: expect.stringContaining('"location"') }]);
    await settled();
  });
});
