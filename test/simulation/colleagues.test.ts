import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Settings } from '../../src/shared/settings.ts';
import type { NewRole } from '../sandbox/espo/control.ts';
import { Browser, Company } from './company.ts';
import { meeting, timed } from './scene.ts';

const MINUTE = 60_000;
const person = (name: string) => ({
  type: 'required',
  emailAddress: { name, address: `${name}@contoso.example` },
});

const scope = (level: string) => ({ create: 'yes', read: level, edit: level, delete: level, stream: level });
const FULL: NewRole = {
  data: { Meeting: scope('all'), Call: scope('all'), Contact: scope('all'), User: { read: 'all', edit: 'no' } },
  assignmentPermission: 'all',
};
/** What DESIGN 3.4 asks for at least: User read team, Meeting read own, assignment permission team. */
const TEAM: NewRole = {
  data: { Meeting: scope('own'), User: { read: 'team', edit: 'no' } },
  assignmentPermission: 'team',
};
const OWN: NewRole = { data: { Meeting: scope('own') }, assignmentPermission: 'no' };

/** Clara and Dirk work in one company; each has the extension, a mailbox and an EspoCRM user. */
async function company(options: { role?: NewRole; keyField?: boolean; settings?: Partial<Settings> } = {}) {
  const firm = new Company(7);
  const { espo, graph, world } = firm;
  if (options.keyField) espo.control.addField('Meeting', 'cOutlookUid');
  espo.control.addRole('Both', options.role ?? FULL);
  const member = async (name: string) => {
    const emailAddress = `${name}@contoso.example`;
    const row = espo.control.addUser({
      userName: name,
      lastName: name,
      password: 'secret12345',
      emailAddress,
      role: 'Both',
    });
    row['teamsIds'] = ['team'];
    graph.control.addMailbox({ oid: name, address: `${name}@contoso.example`, name, timeZone: 'UTC' });
    const login = { userName: name, token: await firm.token(name, 'secret12345') };
    const settings: Partial<Settings> = { entities: [{ type: 'Meeting', label: '' }], ...options.settings };
    const browser = new Browser(firm, login, { oid: name, settings });
    return { name, browser, mailbox: graph.control.mailbox(name), id: espo.control.user(name).id, login, settings };
  };
  const clara = await member('clara');
  const dirk = await member('dirk');
  const later = () => world.advance(MINUTE);
  const settled = async () => {
    for (let i = 0; i < 2; i += 1)
      for (const { browser } of [clara, dirk]) {
        later();
        expect(writesOf(await browser.run())).toBe(0);
      }
  };
  const records = () => espo.control.dump('Meeting');
  return { firm, espo: espo.control, graph: graph.control, clara, dirk, later, settled, records };
}

const usersOf = (record: Record<string, unknown> | undefined) =>
  (record?.['#users'] as { id: string; status: string; deleted?: boolean }[]).filter((u) => !u.deleted);

describe.each([
  ['all rights', FULL, false],
  ['all rights and the optional field', FULL, true],
  ['team rights', TEAM, false],
  ['team rights and the optional field', TEAM, true],
])('one meeting of two colleagues, %s', (_name, role, keyField) => {
  it('is one record, whoever comes first, with both among its users', async () => {
    const { clara, dirk, later, settled, records } = await company({ role, keyField });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await dirk.browser.run();
    later();
    await clara.browser.run();
    later();
    await settled();
    expect(records()).toHaveLength(1);
    expect(records()[0]?.['assignedUserId']).toBe(dirk.id);
    expect(usersOf(records()[0]).map((u) => u.id)).toEqual(expect.arrayContaining([clara.id, dirk.id]));
  });

  it('is one record in the end when both make one in the same moment', async () => {
    const { clara, dirk, later, settled, records, firm, graph } = await company({ role, keyField });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    // Clara's browser has looked and found nothing; before its create arrives, Dirk's whole run passes.
    const { fetch } = firm;
    let raced = false;
    firm.fetch = async (input, init) => {
      if (!raced && init?.method === 'POST' && String(input).endsWith('/api/v1/Meeting')) {
        raced = true;
        await dirk.browser.run();
      }
      return fetch(input, init);
    };
    await clara.browser.run();
    expect(records()).toHaveLength(2);
    for (let i = 0; i < 2; i += 1)
      for (const { browser } of [clara, dirk]) {
        later();
        await browser.run();
      }
    later();
    await settled();
    expect(records()).toHaveLength(1);
    expect(graph.mails).toHaveLength(1);
  });
});

describe('invited through a distribution list', () => {
  const list = person('sales');
  async function invitedByList(role: NewRole = FULL) {
    const firm = await company({ role });
    firm.graph.addList('sales@contoso.example', ['clara@contoso.example', 'dirk@contoso.example']);
    firm.graph.addMailbox({ oid: 'boss', address: 'boss@elsewhere.example', name: 'Boss' });
    const invite = (subject: string, content = '') =>
      firm.graph
        .mailbox('boss')
        .createEvent('default', { ...timed(subject), body: { contentType: 'text', content }, attendees: [list] });
    return { ...firm, invite };
  }

  it('two colleagues have one record, although the list is the only guest and neither is named', async () => {
    const { clara, dirk, later, settled, records, invite } = await invitedByList();
    invite('Kick-off');
    await dirk.browser.run();
    later();
    await clara.browser.run();
    later();
    await settled();
    expect(records()).toHaveLength(1);
  });

  it("a stranger's meeting that is only called alike stays theirs", async () => {
    const { clara, dirk, later, settled, records, invite, espo } = await invitedByList();
    invite('Weekly', 'About the first quarter');
    const theirs = espo
      .act('anna')
      .create('Meeting', { ...meeting('Weekly', espo.user('anna').id), description: 'My own' });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    await settled();
    expect(records().find(({ id }) => id === theirs['id'])?.['description']).toBe('My own');
    expect(records()).toHaveLength(2);
  });

  it('looks for them once a wave, not once an event', async () => {
    const { clara, invite, firm } = await invitedByList();
    for (let i = 0; i < 30; i += 1) invite(`Day ${i}`);
    const asked: string[] = [];
    const { fetch } = firm;
    firm.fetch = async (input, init) => {
      const url = decodeURIComponent(String(input));
      if (url.includes('/api/v1/Meeting?') && url.includes('dateStart')) asked.push(url);
      return fetch(input, init);
    };
    await clara.browser.run();
    const anybodys = asked.filter((url) => !url.includes('createdById') && !url.includes('usersIds'));
    expect(anybodys).toHaveLength(1);
  });
});

describe('responses', () => {
  it('an attendee writes their own response, and nothing else', async () => {
    const { clara, dirk, later, settled, records } = await company();
    const event = clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    const copy = dirk.mailbox.events()[0];
    dirk.mailbox.respond(copy?.id ?? '', 'tentativelyAccepted', { send: false });
    await dirk.browser.run();
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Tentative');
    later();
    clara.mailbox.updateEvent(event.id, { subject: 'Plan B' });
    await clara.browser.run();
    expect(records()[0]?.['name']).toBe('Plan B');
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Tentative');
    await settled();
  });

  it("an attendee's second browser leaves the organizer's response as it is", async () => {
    const { firm, clara, dirk, espo, later, records } = await company({ keyField: true });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await dirk.browser.run();
    const said = () => usersOf(records()[0]).find((u) => u.id === clara.id)?.status;
    expect(said()).toBe('Accepted');
    espo.act('clara').accept('Meeting', records()[0]?.id ?? '', 'Declined');
    later();
    const second = new Browser(firm, dirk.login, { oid: 'dirk', settings: dirk.settings });
    expect(await second.run()).toMatchObject({ linked: 1 });
    expect(said()).toBe('Declined');
  });

  it('taken off the list of those invited, the record of the others stays planned', async () => {
    const { clara, dirk, later, settled, records } = await company();
    const event = clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    clara.mailbox.updateEvent(event.id, { attendees: [] });
    expect(dirk.mailbox.events()[0]).toMatchObject({ isCancelled: true });
    for (const { browser } of [dirk, clara]) {
      later();
      await browser.run();
    }
    expect(records()).toMatchObject([{ status: 'Planned', assignedUserId: clara.id }]);
    await settled();
  });

  it('taking the meeting off the own calendar declines it, and the record stays', async () => {
    const { clara, dirk, later, settled, records } = await company();
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    dirk.mailbox.deleteEvent(dirk.mailbox.events()[0]?.id ?? '');
    await dirk.browser.run();
    expect(records()).toHaveLength(1);
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Declined');
    expect(clara.mailbox.events()).toHaveLength(1);
    await settled();
  });

  it('so does who made the record, however young it is', async () => {
    const { clara, dirk, later, settled, records } = await company();
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await dirk.browser.run();
    later();
    dirk.mailbox.deleteEvent(dirk.mailbox.events()[0]?.id ?? '');
    await dirk.browser.run();
    later();
    await settled();
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Declined');
  });
});

describe('attendees', () => {
  it('come with the event, go only if this link has added them, and others stay', async () => {
    const { clara, dirk, espo, later, settled, records } = await company();
    const by = espo.act('clara');
    const [bob, eve] = ['bob', 'eve'].map(
      (name) => by.create('Contact', { lastName: name, emailAddress: `${name}@outside.example` }).id,
    );
    const outside = (name: string) => ({
      type: 'required',
      emailAddress: { name, address: `${name.toUpperCase()}@outside.example` },
    });
    const event = clara.mailbox.createEvent('default', {
      ...timed('Plan'),
      attendees: [person('dirk'), outside('bob')],
    });
    await clara.browser.run();
    const contacts = () =>
      (records()[0]?.['#contacts'] as { id: string; deleted?: boolean }[]).filter((c) => !c.deleted).map((c) => c.id);
    expect(contacts()).toEqual([bob]);
    later();
    by.update('Meeting', records()[0]?.id ?? '', { contactsIds: [bob, eve] });
    later();
    clara.mailbox.updateEvent(event.id, { attendees: [person('dirk')] });
    await clara.browser.run();
    expect(contacts()).toEqual([eve]);
    expect(usersOf(records()[0]).map((u) => u.id)).toEqual(expect.arrayContaining([clara.id, dirk.id]));
    await settled();
  });

  it('whom the user may not add is left out, the record is saved, and the activity says so', async () => {
    const { clara, records, later } = await company({
      role: { ...FULL, assignmentPermission: 'no' },
    });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    expect(records()).toHaveLength(1);
    expect(usersOf(records()[0]).map((u) => u.id)).toEqual([clara.id]);
  });

  it('with own rights only there is one record per colleague, and nothing more', async () => {
    const { clara, dirk, later, settled, records } = await company({ role: OWN });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    await settled();
    expect(records().map((r) => r['assignedUserId'])).toEqual([clara.id, dirk.id]);
  });
});

describe('two browsers of one user', () => {
  /** Both look, find nothing, and create: the second one's request leaves before the first one's record is there. */
  async function race(settings: Partial<Settings> = {}, keyField = false) {
    const { firm, clara, later, records } = await company({ keyField, settings });
    clara.mailbox.createEvent('default', timed('Twice'));
    const second = new Browser(firm, clara.login, { oid: 'clara', settings: clara.settings });
    const { fetch } = firm;
    let raced = false;
    firm.fetch = async (input, init) => {
      if (!raced && init?.method === 'POST' && String(input).endsWith('/api/v1/Meeting')) {
        raced = true;
        await second.run();
      }
      return fetch(input, init);
    };
    await clara.browser.run();
    expect(records()).toHaveLength(2);
    return { firm, clara, second, later, records, by: firm.espo.control.act('clara') };
  }

  it.each([false, true])(
    'that create in the same moment end with one record (the other one first: %s)',
    async (swap) => {
      const { clara, second, later, records, firm } = await race();
      const order = swap ? [second, clara.browser] : [clara.browser, second];
      for (const browser of [...order, ...order]) {
        later();
        await browser.run();
      }
      expect(records()).toHaveLength(1);
      expect(clara.mailbox.events()).toHaveLength(1);
      for (const browser of order) {
        later();
        expect(writesOf(await browser.run())).toBe(0);
        const [link] = await browser.store.linksInState('active');
        expect(link?.espoRef).toBe(`Meeting/${records()[0]?.id}`);
      }
      expect(firm.graph.control.mails).toHaveLength(0);
    },
  );

  it.each([false, true])(
    'a second record that was renamed at once has one event, and no third record (other one first: %s)',
    async (swap) => {
      const { clara, second, later, records, by } = await race();
      const [, larger] = [...records()].sort((a, b) => (a.id < b.id ? -1 : 1));
      later();
      by.update('Meeting', larger?.id ?? '', { name: 'Renamed' });
      const order = swap ? [second, clara.browser] : [clara.browser, second];
      for (const browser of [...order, ...order, ...order]) {
        later();
        await browser.run();
      }
      expect(records()).toHaveLength(2);
      expect(clara.mailbox.events().length).toBeLessThanOrEqual(2);
    },
  );

  it.each([false, true])(
    'a second record that was renamed in its first second is not taken away (key: %s)',
    async (key) => {
      const { clara, second, later, records, by } = await race({}, key);
      const [, larger] = [...records()].sort((a, b) => (a.id < b.id ? -1 : 1));
      by.update('Meeting', larger?.id ?? '', { name: 'Renamed' });
      for (const browser of [clara.browser, second, clara.browser, second]) {
        later();
        await browser.run();
      }
      expect(records().map((record) => record['name'])).toContain('Renamed');
    },
  );

  it.each([
    [0, false],
    [0, true],
    [1, false],
    [1, true],
  ])(
    'the event stays where both made a record at once and one was renamed (%d, other one first: %s)',
    async (which, swap) => {
      const { clara, second, later, records, by } = await race({ removeOutlookOnEspoRemoval: true });
      const [event] = clara.mailbox.events();
      by.update('Meeting', records()[which]?.id ?? '', { name: 'Renamed' });
      const order = swap ? [second, clara.browser] : [clara.browser, second];
      for (const browser of [...order, ...order, ...order]) {
        later();
        await browser.run();
      }
      expect(clara.mailbox.events().map(({ id }) => id)).toContain(event?.id);
    },
  );

  it.each([
    ['moved', false],
    ['moved', true],
    ['renamed', false],
    ['renamed', true],
  ])('the event stays where both made a record at once and it was %s then (other one first: %s)', async (how, swap) => {
    const { clara, second, later, records } = await race({ removeOutlookOnEspoRemoval: true });
    const [event] = clara.mailbox.events();
    const { start, end } = timed('', '2026-12-05');
    clara.mailbox.updateEvent(event?.id ?? '', how === 'moved' ? { start, end } : { subject: 'Renamed' });
    const order = swap ? [second, clara.browser] : [clara.browser, second];
    for (const browser of [...order, ...order, ...order]) {
      later();
      await browser.run();
    }
    expect(clara.mailbox.events().map(({ id }) => id)).toEqual([event?.id]);
    expect(records()).toHaveLength(1);
  });

  it('the event stays where one browser gave up the record that the other had made for it', async () => {
    const { firm, clara, later, records } = await company({ settings: { removeOutlookOnEspoRemoval: true } });
    const second = new Browser(firm, clara.login, { oid: 'clara', settings: clara.settings });
    await second.run();
    const event = clara.mailbox.createEvent('default', timed('Twice'));
    await clara.browser.run();
    firm.world.advance(1000);
    firm.espo.control.act('clara').update('Meeting', records()[0]?.id ?? '', { name: 'Renamed' });
    // It knows nothing of the first record's event, and makes another one for each.
    await second.run();
    expect(records()).toHaveLength(2);
    for (const browser of [clara.browser, second, clara.browser, second]) {
      later();
      await browser.run();
    }
    expect(clara.mailbox.events().map(({ id }) => id)).toContain(event.id);
  });

  it('a second record that somebody has worked on waits for a person', async () => {
    const { clara, second, later, records, by } = await race();
    // The keeper is the smaller one; the other is what Clara works on.
    const [, larger] = [...records()].sort((a, b) => (a.id < b.id ? -1 : 1));
    later();
    by.update('Meeting', larger?.id ?? '', { description: 'agenda' });
    for (const browser of [clara.browser, second, clara.browser, second]) {
      later();
      await browser.run();
    }
    expect(records()).toHaveLength(2);
    const held = (await Promise.all([clara.browser, second].map((b) => b.store.plan()))).flat();
    expect(held.every((row) => row.state === 'held')).toBe(true);
    // Who made it asks whether it may go; to the other browser it is a second record of a meeting that has its event.
    expect(held.map((row) => `${row.op} ${row.reason}`).sort()).toEqual([
      'create severalCandidates',
      'remove touchedRecord',
    ]);
  });
});
