/** What a new record belongs to where that is not certain: the user is asked, once, and nobody else's word is overwritten. */
import { describe, expect, it } from 'vitest';
import { doneAgain } from '../../src/background/sync/person/again.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { Hands } from './hands.ts';
import { meetingScene } from './meeting-scene.ts';
import { meeting, timed } from './scene.ts';

const withGuests = (subject: string, ...addresses: string[]) => ({
  ...timed(subject),
  attendees: addresses.map((address) => ({ type: 'required', emailAddress: { address, name: '' } })),
});

/** Acme with two contacts, Globex with one; Solo is a contact of none, and there is a lead. */
async function stage(settings: Partial<Settings> = {}) {
  const place = await meetingScene({ setParent: 'ask', ...settings });
  const { anna, mailbox, run } = place;
  const acme = anna.create('Account', { name: 'Acme', website: 'acme.example' }).id;
  const globex = anna.create('Account', { name: 'Globex' }).id;
  const contact = (lastName: string, emailAddress: string, accountId?: string) =>
    anna.create('Contact', { lastName, emailAddress, ...(accountId ? { accountId } : {}) }).id;
  contact('Ray', 'bob@acme.example', acme);
  contact('Fox', 'eve@acme.example', acme);
  contact('Lee', 'kim@globex.example', globex);
  const solo = contact('Solo', 'solo@nowhere.example');
  const lead = anna.create('Lead', { lastName: 'Lead', emailAddress: 'lead@other.example' }).id;
  const hands = new Hands(place.browser);
  const make = async (subject: string, ...addresses: string[]) => {
    mailbox.createEvent('default', withGuests(subject, ...addresses));
    return run();
  };
  /** What is offered, by name and kind. */
  const offered = async () =>
    (await hands.needs()).flatMap(({ choices }) => choices.map(({ title, place: kind }) => `${title} (${kind})`));
  return { ...place, acme, globex, solo, lead, hands, contact, make, offered };
}

describe('the user is asked', () => {
  it.each([
    [
      'contacts of two accounts, the more of them first',
      ['kim@globex.example', 'bob@acme.example', 'eve@acme.example'],
      ['Acme (Account)', 'Globex (Account)'],
    ],
    ['a contact without an account', ['solo@nowhere.example'], ['Solo (Contact)']],
    [
      'an account and a contact without one',
      ['bob@acme.example', 'solo@nowhere.example'],
      ['Acme (Account)', 'Solo (Contact)'],
    ],
    ['a lead', ['lead@other.example'], ['Lead (Lead)']],
  ])('with %s', async (_, people, names) => {
    const { make, offered, hands, record, settled } = await stage();
    await make('Visit', ...people);
    expect(record()['parentId'] ?? null).toBeNull();
    expect(await hands.need()).toMatchObject({
      kind: 'parent',
      reason: 'parentUnsure',
      title: 'Visit',
      actions: [{ action: 'belongs', danger: false }, { action: 'discard' }],
    });
    expect(await offered()).toEqual(names);
    await settled();
    expect(await offered()).toEqual(names);
  });

  it('where several records have the name in brackets, and where a domain has two accounts', async () => {
    const named = await stage({ parentInSubject: true });
    named.anna.create('Account', { name: 'Globex' });
    await named.make('[Globex] Visit', 'bob@acme.example');
    expect(await named.offered()).toEqual(['Globex (Account)', 'Globex (Account)']);
    const domain = await stage({ parentByDomain: true });
    domain.anna.create('Account', { name: 'Acme South', website: 'acme.example' });
    await domain.make('Visit', 'who@acme.example');
    expect((await domain.offered()).sort()).toEqual(['Acme (Account)', 'Acme South (Account)']);
  });

  it.each([
    ['nobody whom EspoCRM knows', ['who@acme.example']],
    ['nobody at all', []],
    ['colleagues alone', ['ben@example.test']],
    ['one account that is certain', ['bob@acme.example']],
  ])('not with %s', async (_, people) => {
    const { make, hands } = await stage();
    await make('Visit', ...people);
    expect(await hands.needs()).toEqual([]);
  });

  it('again where nobody could be asked for a domain, or for a name, at first', async () => {
    const domain = await stage({ parentByDomain: true });
    domain.anna.create('Account', { name: 'Acme South', website: 'acme.example' });
    domain.espo.faults.push({ match: (r) => r.url.includes('/Account'), status: 500, times: 100 });
    await domain.make('Visit', 'who@acme.example', 'solo@nowhere.example');
    expect(await domain.offered()).toEqual([]);
    domain.espo.faults.length = 0;
    await domain.run();
    expect((await domain.offered()).sort()).toEqual(['Acme (Account)', 'Acme South (Account)', 'Solo (Contact)']);
    const named = await stage({ parentInSubject: true });
    named.anna.create('Lead', { lastName: 'Globex', emailAddress: 'globex@other.example' });
    named.espo.faults.push({ match: (r) => r.url.includes('/Lead'), status: 500, times: 100 });
    await named.make('[Globex] Visit', 'solo@nowhere.example');
    expect(await named.offered()).toEqual([]);
    named.espo.faults.length = 0;
    await named.run();
    expect((await named.offered()).sort()).toEqual(['Globex (Account)', 'Globex (Lead)']);
  });

  it.each([
    ['', 403],
    ['<html>', 200],
  ])('about the others where what answers for accounts is "%s" (%i)', async (body, status) => {
    const { make, offered, espo, run } = await stage({ parentByDomain: true });
    const isOfAccounts = (url: string) => new URL(url, 'https://x').pathname.endsWith('/Account');
    espo.faults.push({ match: (r) => isOfAccounts(r.url), status, body, times: 100 });
    await make('Visit', 'who@acme.example', 'solo@nowhere.example');
    expect(await offered()).toEqual(status === 403 ? ['Solo (Contact)'] : []);
    espo.faults.length = 0;
    await run();
    expect(await offered()).toContain('Solo (Contact)');
  });

  it('by an account that takes part under its own address', async () => {
    const { make, offered, anna, globex } = await stage();
    anna.update('Account', globex, { emailAddress: 'info@globex.example' });
    await make('Visit', 'bob@acme.example', 'info@globex.example');
    expect((await offered()).sort()).toEqual(['Acme (Account)', 'Globex (Account)']);
  });

  it('about a series as one kind of question, and about nothing else with it', async () => {
    const { make, mailbox, hands } = await stage({ recurring: true });
    const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] };
    const range = { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 5 };
    const event = withGuests('Weekly', 'bob@acme.example', 'kim@globex.example');
    mailbox.createEvent('default', { ...event, recurrence: { pattern, range } });
    await make('Visit', 'solo@nowhere.example');
    const all = await hands.needs();
    const groupsOf = (subject: string) => all.filter(({ title }) => title === subject).map(({ group }) => group);
    expect(groupsOf('Weekly')).toHaveLength(5);
    expect(new Set(groupsOf('Weekly')).size).toBe(1);
    expect(groupsOf('Weekly')).not.toContain(groupsOf('Visit')[0]);
  });

  it.each(['never', 'certain'] as const)('not where it is set %s', async (setParent) => {
    const { make, hands, browser } = await stage({ setParent });
    await make('Visit', 'solo@nowhere.example');
    expect(await hands.needs()).toEqual([]);
    browser.settings = { ...browser.settings, setParent: 'ask' };
    await make('Other', 'lead@other.example');
    expect(await hands.need()).toMatchObject({ title: 'Other' });
    browser.settings = { ...browser.settings, setParent };
    expect(await hands.needs()).toEqual([]);
  });

  it('not about a record that somebody else had made', async () => {
    const { make, hands, anna } = await stage();
    anna.create('Meeting', meeting('Visit', anna.id));
    await make('Visit', 'solo@nowhere.example');
    expect(await hands.needs()).toEqual([]);
  });

  it('of a record whose create lost its answer, too, and again where nobody could be looked up at first', async () => {
    const lost = await stage();
    lost.mailbox.createEvent('default', withGuests('Visit', 'solo@nowhere.example'));
    lost.espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Meeting'), when: 'after' });
    await lost.run().catch(() => undefined);
    await lost.run();
    expect(await lost.offered()).toEqual(['Solo (Contact)']);
    const silent = await stage();
    silent.espo.faults.push({ match: (r) => r.url.includes('/Contact'), status: 500, times: 100 });
    await silent.make('Visit', 'solo@nowhere.example');
    expect(silent.record()).toMatchObject({ name: 'Visit' });
    expect(await silent.offered()).toEqual([]);
    silent.espo.faults.length = 0;
    await silent.run();
    expect(await silent.offered()).toEqual(['Solo (Contact)']);
  });
});

describe('an answer', () => {
  it('is written once, as the user’s own, and can be taken back and done again', async () => {
    const { make, hands, run, record, globex, settled, browser } = await stage();
    await make('Visit', 'kim@globex.example', 'bob@acme.example');
    await hands.press('belongs', `Account/${globex}`);
    expect(await hands.needs()).toEqual([]);
    expect(await run()).toMatchObject({ updated: 1 });
    expect(record()).toMatchObject({ parentType: 'Account', parentId: globex });
    expect(hands.log.at(-1)).toMatchObject({
      op: 'update',
      field: 'parent',
      oldValue: '',
      newValue: `Account/${globex}`,
      cause: 'changed by you',
    });
    await settled();
    expect(await hands.undoLastRun()).toEqual({ undone: 1, skipped: [] });
    expect(record()).toMatchObject({ parentType: null, parentId: null });
    await settled();
    expect(await hands.needs()).toEqual([]);
    const undone = hands.log.find(({ field, undone: by }) => field === 'parent' && by !== undefined);
    const changes = await doneAgain(await browser.engine(), undone?.id ?? 0);
    await browser.store.commit(changes ?? {});
    await run();
    expect(record()).toMatchObject({ parentType: 'Account', parentId: globex });
    await settled();
  });

  it('“none” is the last word', async () => {
    const { make, hands, settled, record, mailbox, event, run } = await stage();
    await make('Visit', 'kim@globex.example', 'bob@acme.example');
    await hands.press('discard');
    await settled();
    mailbox.updateEvent(event('Visit')?.immutableId ?? '', { subject: 'Visit, later' });
    await run();
    expect(record()).toMatchObject({ name: 'Visit, later' });
    expect(record()['parentId'] ?? null).toBeNull();
    expect(await hands.needs()).toEqual([]);
  });

  it('makes the record the user’s own work: nothing marks it as Held later', async () => {
    const { make, hands, run, browser } = await stage({ markHeld: true });
    await make('Visit', 'bob@acme.example', 'kim@globex.example');
    await hands.press('discard');
    await run();
    expect(await browser.store.linksInState('active')).toMatchObject([{ espo: { touched: true } }]);
  });

  it('is not asked for any more once somebody has set a parent', async () => {
    const { make, hands, anna, record, run, acme } = await stage();
    await make('Visit', 'kim@globex.example', 'bob@acme.example');
    anna.update('Meeting', record().id, { parentType: 'Account', parentId: acme });
    await run();
    expect(await hands.needs()).toEqual([]);
  });

  it('overwrites nobody who was faster, and the rest of the write goes through', async () => {
    const { make, hands, anna, record, run, acme, globex, settled, mailbox, event } = await stage();
    await make('Visit', 'kim@globex.example', 'bob@acme.example');
    await hands.press('belongs', `Account/${globex}`);
    anna.update('Meeting', record().id, { parentType: 'Account', parentId: acme });
    mailbox.updateEvent(event('Visit')?.immutableId ?? '', { subject: 'Renamed' });
    await run();
    expect(record()).toMatchObject({ name: 'Renamed', parentId: acme });
    expect(hands.log.some(({ field }) => field === 'parent')).toBe(false);
    await settled();
    expect(await hands.needs()).toEqual([]);
    expect(await hands.undo('run', hands.log[0]?.run ?? '')).toMatchObject({ undone: 0 });
  });

  it('is not taken back over a parent that somebody has set since', async () => {
    const { make, hands, anna, record, run, acme, globex } = await stage();
    await make('Visit', 'kim@globex.example', 'bob@acme.example');
    await hands.press('belongs', `Account/${globex}`);
    await run();
    anna.update('Meeting', record().id, { parentType: 'Account', parentId: acme });
    expect(await hands.undoLastRun()).toEqual({ undone: 0, skipped: [{ title: 'Visit', code: 'edited', detail: '' }] });
    expect(record()).toMatchObject({ parentId: acme });
  });

  it('whose answer of the server was lost is written once', async () => {
    const { make, hands, espo, record, run, globex, settled } = await stage();
    await make('Visit', 'kim@globex.example', 'bob@acme.example');
    await hands.press('belongs', `Account/${globex}`);
    espo.faults.push({ match: (r) => r.method === 'PUT', when: 'after', times: 1 });
    await run().catch(() => undefined);
    await run();
    expect(record()).toMatchObject({ parentId: globex });
    expect(hands.log.filter(({ field }) => field === 'parent')).toHaveLength(1);
    await settled();
  });
});
