import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import { DAY } from '../../src/shared/time.ts';
import type { NewRole } from '../sandbox/espo/control.ts';
import type { EspoVersion } from '../sandbox/espo/versions.ts';
import { meetingScene } from './meeting-scene.ts';
import { scene, timed } from './scene.ts';

const withGuests = (subject: string, ...addresses: string[]) => ({
  ...timed(subject),
  attendees: addresses.map((address) => ({ type: 'required', emailAddress: { address, name: '' } })),
});

/** Two accounts: Acme with two contacts, Globex with one; Solo is a contact of none. */
async function stage(settings: Partial<Settings> = {}) {
  const place = await meetingScene({ setParent: 'certain', ...settings });
  const { anna } = place;
  const acme = anna.create('Account', { name: 'Acme', website: 'https://www.acme.example/start' }).id;
  const globex = anna.create('Account', { name: 'Globex', emailAddress: 'info@globex.example' }).id;
  const contact = (name: string, address: string, accountId?: string) =>
    anna.create('Contact', { lastName: name, emailAddress: address, ...(accountId ? { accountId } : {}) }).id;
  contact('Ray', 'bob@acme.example', acme);
  contact('Fox', 'eve@acme.example', acme);
  contact('Lee', 'kim@globex.example', globex);
  contact('Solo', 'solo@nowhere.example');
  anna.create('Lead', { lastName: 'Lead', emailAddress: 'lead@acme.example' });
  /** What the record of that event belongs to. */
  const parentOf = async (...event: Parameters<typeof withGuests>) => {
    place.mailbox.createEvent('default', withGuests(...event));
    await place.run();
    const { parentType, parentId } = place.record();
    return parentId ? `${String(parentType)}/${String(parentId)}` : '';
  };
  return { ...place, acme, globex, contact, parentOf };
}

describe('a new record belongs to', () => {
  it.each(['7.5.6', '8.4.2', '10.0.0'] as const)(
    'the account of all who are known, on %s',
    async (version: EspoVersion) => {
      const { mailbox, run, browser, espo, anna } = await scene('both', version);
      browser.settings = { ...browser.settings, setParent: 'certain' };
      const acme = anna.create('Account', { name: 'Acme' }).id;
      for (const name of ['bob', 'eve'])
        anna.create('Contact', { lastName: name, emailAddress: `${name}@acme.example`, accountId: acme });
      mailbox.createEvent('default', withGuests('Visit', 'bob@acme.example', 'EVE@acme.example', 'who@other.example'));
      await run();
      expect(espo.dump('Meeting')).toMatchObject([{ parentType: 'Account', parentId: acme }]);
    },
  );

  it('nobody, unless the user wants it', async () => {
    const { parentOf } = await stage({ setParent: 'never', parentInSubject: true, parentByDomain: true });
    expect(await parentOf('Visit [Acme]', 'bob@acme.example')).toBe('');
  });

  it.each([
    ['contacts of two accounts', ['bob@acme.example', 'kim@globex.example']],
    ['a contact without an account among them', ['bob@acme.example', 'solo@nowhere.example']],
    ['a lead among them', ['bob@acme.example', 'lead@acme.example']],
    ['nobody who is known', ['who@acme.example']],
  ])('none with %s', async (_, people) => {
    expect(await (await stage()).parentOf('Visit', ...people)).toBe('');
  });

  it('an account that takes part under its own address, also of free mail, if it is the only one that has it', async () => {
    const own = await stage();
    expect(await own.parentOf('Visit', 'INFO@globex.example', 'kim@globex.example')).toBe(`Account/${own.globex}`);
    const beside = await stage();
    expect(await beside.parentOf('Visit', 'info@globex.example', 'bob@acme.example')).toBe('');
    const free = await stage();
    const { id } = free.anna.create('Account', { name: 'Small', emailAddress: 'small@gmail.com' });
    expect(await free.parentOf('Visit', 'small@gmail.com')).toBe(`Account/${id}`);
    const two = await stage();
    two.anna.create('Account', { name: 'Globex South', emailAddress: 'info@globex.example' });
    expect(await two.parentOf('Visit', 'info@globex.example')).toBe('');
  });

  it('none where one address belongs to contacts of two accounts', async () => {
    const { contact, globex, parentOf } = await stage();
    contact('Ray', 'bob@acme.example', globex);
    expect(await parentOf('Visit', 'bob@acme.example')).toBe('');
  });

  it('none where the account of all was deleted: the record is made, with them', async () => {
    const { espo, acme, parentOf, record } = await stage();
    espo.act('admin').remove('Account', acme);
    expect(await parentOf('Visit', 'bob@acme.example')).toBe('');
    expect(record()['#contacts']).toMatchObject([{ status: 'None' }]);
  });

  it('the account whatever colleagues take part', async () => {
    const { parentOf, acme } = await stage();
    expect(await parentOf('Visit', 'bob@acme.example', 'ben@example.test')).toBe(`Account/${acme}`);
  });

  it('the account where attendees are not synced, but not where they are blocked', async () => {
    const { parentOf, acme } = await stage({ attendees: false });
    expect(await parentOf('Visit', 'bob@acme.example')).toBe(`Account/${acme}`);
    expect(await (await stage({ blockList: ['acme.example'] })).parentOf('Visit', 'bob@acme.example')).toBe('');
  });

  it('none where the event is private and shows its times only', async () => {
    const { mailbox, run, record } = await stage({ privateEvents: 'timesOnly', parentInSubject: true });
    mailbox.createEvent('default', { ...withGuests('Visit [Acme]', 'bob@acme.example'), sensitivity: 'private' });
    await run();
    expect(record()['name']).toBe('Private appointment');
    expect(record()['parentId'] ?? null).toBeNull();
  });

  it('the account in a kind of record that nobody takes part in', async () => {
    const { mailbox, run, espo, acme } = await stage();
    mailbox.createEvent('default', withGuests('Visit: Round', 'bob@acme.example'));
    await run();
    expect(espo.dump('CVisit')).toMatchObject([{ name: 'Round', parentType: 'Account', parentId: acme }]);
  });
});

describe('the name in square brackets', () => {
  it.each([
    ['Visit [acme]', 'Account/Acme'],
    ['Visit [Kim Lee]', ''],
    ['[Nobody] Visit', ''],
    ['Visit Acme', ''],
  ])('%s', async (subject, expected) => {
    const { parentOf, acme } = await stage({ parentInSubject: true });
    expect(await parentOf(subject)).toBe(expected.replace('Acme', acme));
  });

  it('comes before who takes part, and says nothing where two records have it', async () => {
    const { parentOf, globex, anna, run, mailbox, espo } = await stage({ parentInSubject: true });
    expect(await parentOf('[Globex] Visit', 'bob@acme.example')).toBe(`Account/${globex}`);
    anna.create('Account', { name: 'Globex' });
    mailbox.createEvent('default', {
      ...withGuests('[Globex] again', 'bob@acme.example'),
      ...timed('[Globex] again', '2026-12-03'),
    });
    await run();
    expect(espo.dump('Meeting').find(({ name }) => name === '[Globex] again')).not.toHaveProperty(
      'parentId',
      expect.any(String),
    );
  });

  it.each(['Acme [EU]', 'He said "x" & y', "O'Neil\\ %_", '株式会社', 'شركة', 'M\u00fcller', 'x'.repeat(240)])(
    'may be %s',
    async (name) => {
      const { anna, parentOf } = await stage({ parentInSubject: true });
      const { id } = anna.create('Account', { name });
      anna.create('Account', { name: 'EU' });
      // A Mac writes letters and their dots apart.
      expect(await parentOf(`Visit [${name.normalize('NFD')}]`)).toBe(`Account/${id}`);
    },
  );

  it('that means nothing leaves it to who takes part', async () => {
    const { parentOf, acme } = await stage({ parentInSubject: true });
    expect(await parentOf('[EXTERNAL] Visit', 'bob@acme.example')).toBe(`Account/${acme}`);
  });
});

describe('by domain', () => {
  it.each([
    ['by the website', ['who@acme.example'], 'Acme'],
    ['by an address', ['who@globex.example'], 'Globex'],
    ['of two', ['who@acme.example', 'who@globex.example'], ''],
    ['beside a contact of it', ['who@acme.example', 'bob@acme.example'], 'Acme'],
    ['of a contact without an account, whose domain is nobody’s', ['who@acme.example', 'solo@nowhere.example'], ''],
    ['that is no whole one', ['who@me.example', 'who@sub.acme.example'], ''],
  ])('%s', async (_, people, expected) => {
    const { parentOf, acme, globex } = await stage({ parentByDomain: true });
    const id = { Acme: `Account/${acme}`, Globex: `Account/${globex}` }[expected] ?? '';
    expect(await parentOf('Visit', ...people)).toBe(id);
  });

  it('none where two accounts have it, where anybody may have it, and where it is ours', async () => {
    const two = await stage({ parentByDomain: true });
    two.anna.create('Account', { name: 'Acme South', website: 'acme.example' });
    expect(await two.parentOf('Visit', 'who@acme.example')).toBe('');
    const free = await stage({ parentByDomain: true });
    free.anna.create('Account', { name: 'Small', emailAddress: 'small@gmail.com' });
    expect(await free.parentOf('Visit', 'who@gmail.com')).toBe('');
    const own = await stage({ parentByDomain: true, ownDomains: ['acme.example'] });
    expect(await own.parentOf('Visit', 'who@acme.example')).toBe('');
  });

  it('by an address of the account that lists do not show', async () => {
    const { anna, parentOf } = await stage({ parentByDomain: true });
    const emailAddressData = ['post@first.example', 'post@second.example'].map((emailAddress, i) => ({
      emailAddress,
      primary: i === 0,
    }));
    const { id } = anna.create('Account', { name: 'Two', emailAddressData });
    expect(await parentOf('Visit', 'who@second.example')).toBe(`Account/${id}`);
  });
});

describe('a parent that we gave', () => {
  it('is never given a second time, nor taken for somebody’s work', async () => {
    const { parentOf, anna, record, run, settled, mailbox, event } = await stage();
    await parentOf('Visit', 'bob@acme.example');
    await settled();
    anna.update('Meeting', record().id, { parentType: null, parentId: null });
    mailbox.updateEvent(event('Visit')?.immutableId ?? '', { subject: 'Visit, later' });
    await run();
    expect(record()).toMatchObject({ name: 'Visit, later', parentId: null });
    const fresh = await stage();
    await fresh.parentOf('Visit', 'bob@acme.example');
    await fresh.run();
    fresh.mailbox.deleteEvent(fresh.event('Visit')?.immutableId ?? '');
    await fresh.run();
    expect(fresh.record()).toBeUndefined();
  });

  it('counts as work where a person chose another one', async () => {
    const { parentOf, anna, record, run, mailbox, event, globex, needs } = await stage();
    await parentOf('Visit', 'bob@acme.example');
    anna.update('Meeting', record().id, { parentType: 'Account', parentId: globex });
    await run();
    mailbox.deleteEvent(event('Visit')?.immutableId ?? '');
    await run();
    expect(record()).toMatchObject({ parentId: globex });
    expect(await needs()).toHaveLength(1);
  });

  it('does not keep it from being marked as Held', async () => {
    const { parentOf, run, company, record } = await stage({ markHeld: true });
    await parentOf('Visit', 'bob@acme.example');
    await run();
    company.world.advance(12 * DAY);
    await run();
    expect(record()['status']).toBe('Held');
  });

  it('is left out where it may not be read, and who takes part stays', async () => {
    const { parentOf, record, espo, acme } = await stage();
    espo.addRole('Sales full', { ...SALES, data: { ...SALES.data, Account: { ...FULL, read: 'own' } } });
    Object.assign(espo.row('Account', acme) ?? {}, { createdById: 'ben', assignedUserId: 'ben' });
    expect(await parentOf('Visit', 'bob@acme.example')).toBe('');
    expect(record()['#contacts']).toMatchObject([{ status: 'None' }]);
  });
});

describe('requests', () => {
  it('are the same for many events, with and without parents, but for one for addresses of accounts and one for domains', async () => {
    const asked = async (settings: Partial<Settings>) => {
      const { mailbox, run, espo } = await stage(settings);
      for (let i = 0; i < 30; i += 1)
        mailbox.createEvent('default', {
          ...withGuests(`Visit ${i}`, 'bob@acme.example', `who${i}@globex.example`),
          ...timed(`Visit ${i}`, `2026-12-${String((i % 28) + 1).padStart(2, '0')}`),
        });
      const before = espo.log.length;
      await run();
      return espo.log.length - before;
    };
    const without = await asked({ setParent: 'never' });
    expect(await asked({ setParent: 'certain' })).toBe(without + 1);
    expect(await asked({ setParent: 'certain', parentByDomain: true })).toBe(without + 2);
  });
});

const FULL = { create: 'yes', read: 'all', edit: 'all', delete: 'all', stream: 'all' };
const SALES: NewRole & { data: object } = {
  data: {
    ...Object.fromEntries(['Meeting', 'Call', 'Contact', 'Lead', 'Account', 'CVisit'].map((type) => [type, FULL])),
    Calendar: true,
    Activities: true,
    User: { read: 'all', edit: 'no' },
  },
  assignmentPermission: 'all',
};
