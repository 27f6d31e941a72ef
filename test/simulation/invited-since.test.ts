/** The owner of a record invites colleagues in whose calendars it stands already: still one record, and one event in each (rule 2). */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import { company, FULL } from './colleagues.ts';
import { Browser } from './company.ts';
import { meeting, timed } from './scene.ts';

async function stage(settings: Partial<Settings> = {}) {
  const here = await company({ role: FULL, settings: { direction: 'both', alsoParticipant: true, ...settings } });
  const { clara, dirk, espo, later } = here;
  const usersIds = [clara.id, dirk.id];
  const make = (more = {}) =>
    espo.act('clara').create('Meeting', { ...meeting('Review', clara.id), usersIds, ...more }).id;
  const runs = async (times = 2) => {
    for (let i = 0; i < times; i += 1)
      for (const { browser } of [dirk, clara]) {
        later();
        await browser.run();
      }
  };
  const events = (of: typeof dirk) => of.mailbox.events().map(({ subject, isOrganizer }) => [subject, isOrganizer]);
  const eventOf = (of: typeof dirk) => of.mailbox.events()[0]?.id ?? '';
  const names = () => here.records().map((row) => row['name']);
  const invite = (guest = 'dirk') =>
    clara.mailbox.updateEvent(eventOf(clara), {
      attendees: [{ type: 'required', emailAddress: { address: `${guest}@contoso.example`, name: guest } }],
    });
  return { ...here, make, runs, events, eventOf, names, invite };
}

describe('an invitation to what stands in the calendar for a colleague’s record', () => {
  it('takes the place of the event that was made for it', async () => {
    const { make, runs, invite, events, names, clara, dirk, settled, espo, graph } = await stage();
    const id = make();
    await runs();
    expect(events(dirk)).toEqual([['Review', true]]);
    invite();
    await runs();
    expect([events(clara), events(dirk), names()]).toEqual([[['Review', true]], [['Review', false]], ['Review']]);
    await settled();
    espo.act('clara').update('Meeting', id, { description: 'Agenda' });
    await runs();
    expect([events(dirk), names()]).toEqual([[['Review', false]], ['Review']]);
    expect(graph.mails.map(({ kind }) => kind)).toEqual(['invitation']);
    await settled();
  });

  it('that the sync itself has sent, whoever comes first', async () => {
    const { make, runs, events, names, clara, dirk, settled } = await stage({ invite: 'always' });
    make();
    await runs(3);
    expect([events(clara), events(dirk), names()]).toEqual([[['Review', true]], [['Review', false]], ['Review']]);
    await settled();
  });

  it('becomes nothing where the user has made the event, and given its record to a colleague, whose sync invites', async () => {
    const { espo, records, runs, events, names, clara, dirk, settled } = await stage({ invite: 'always' });
    dirk.mailbox.createEvent('default', timed('Review'));
    await runs();
    const usersIds = [clara.id, dirk.id];
    espo.act('admin').update('Meeting', String(records()[0]?.id), { assignedUserId: clara.id, usersIds });
    await runs(3);
    expect(names()).toEqual(['Review']);
    expect(events(dirk)).toEqual([
      ['Review', true],
      ['Review', false],
    ]);
    await settled();
  });

  it('becomes nothing where that event was edited, and both stay', async () => {
    const { make, runs, invite, events, names, dirk, eventOf, settled } = await stage();
    make();
    await runs();
    dirk.mailbox.updateEvent(eventOf(dirk), { categories: ['Mine'] });
    invite();
    await runs();
    expect(events(dirk)).toEqual([
      ['Review', true],
      ['Review', false],
    ]);
    expect(names()).toEqual(['Review']);
    await settled();
  });

  it('becomes nothing either for a browser that remembers nothing', async () => {
    const { make, runs, invite, events, names, dirk, eventOf, firm, later, clara } = await stage();
    make();
    await runs();
    dirk.mailbox.updateEvent(eventOf(dirk), { categories: ['Mine'] });
    invite();
    await runs();
    const anew = new Browser(firm, dirk.login, { oid: 'dirk', settings: dirk.browser.settings });
    for (let i = 0; i < 3; i += 1) {
      later();
      await anew.run();
    }
    later();
    await clara.browser.run();
    expect(names()).toEqual(['Review']);
    expect(events(dirk)).toHaveLength(2);
  });

  it('becomes nothing where the record was the user’s own, with guests of theirs', async () => {
    const { make, runs, names, clara, dirk, espo, graph, settled } = await stage({ invite: 'always' });
    const bob = espo.act('admin').create('Contact', { lastName: 'Bob', emailAddress: 'bob@customer.example' }).id;
    const id = make({ contactsIds: [bob], usersIds: [clara.id] });
    await clara.browser.run();
    espo.act('clara').update('Meeting', id, { assignedUserId: dirk.id });
    await runs(3);
    expect(names()).toEqual(['Review']);
    const kinds = graph.mails.map(({ kind }) => kind);
    expect(kinds).not.toContain('cancellation');
    await settled();
  });

  it('is a meeting of its own where it says something else', async () => {
    const { make, runs, clara, dirk, names } = await stage();
    make();
    await runs();
    const attendees = [{ type: 'required', emailAddress: { address: 'dirk@contoso.example', name: 'Dirk' } }];
    clara.mailbox.createEvent('default', { ...timed('Review', '2026-12-02'), attendees });
    await runs();
    expect(dirk.mailbox.events()).toHaveLength(2);
    expect(names()).toEqual(['Review', 'Review']);
  });

  it('is left out where nothing is written to Outlook', async () => {
    const { make, runs, invite, events, names, dirk, settled } = await stage();
    make();
    await runs();
    dirk.browser.settings = { ...dirk.browser.settings, direction: 'outlookToEspo' };
    invite();
    await runs();
    expect(events(dirk)).toHaveLength(2);
    expect(names()).toEqual(['Review']);
    await settled();
  });
});
