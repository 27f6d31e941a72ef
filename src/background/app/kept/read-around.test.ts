import { describe, expect, it } from 'vitest';
import { Company, SeededWorld } from '../../../../test/simulation/company';
import { GraphClient } from '../../outlook/client';
import { readOutlook } from './read-around';

const OID = 'owner';

function bench(options: { timeZone?: string | null; aliases?: string[]; otherMails?: string[] } = {}) {
  const company = new Company(1, new SeededWorld(1));
  const { graph, world } = company;
  const mailbox = graph.control.addMailbox({
    oid: OID,
    name: 'Olga Owner',
    address: 'Olga@Contoso.example',
    ...options,
  });
  const outside = { fetch: company.fetch, now: world.now, random: world.random, sleep: world.sleep };
  const client = new GraphClient(
    { ...outside, signal: new AbortController().signal },
    { token: async () => `test-${OID}:User.Read,MailboxSettings.Read,Calendars.Read` },
  );
  return { mailbox, control: graph.control, read: (writes = false) => readOutlook(client, writes) };
}
const asked = ({ control }: ReturnType<typeof bench>) => control.log.map(({ path }) => path);

describe('who the user is', () => {
  it('every address of the mailbox is the user’s, and its domains are inside', async () => {
    const { read } = bench({ aliases: ['O.Owner@fabrikam.example'], otherMails: ['olga@home.example'] });
    expect(await read()).toMatchObject({
      address: 'Olga@Contoso.example',
      addresses: [
        'olga@contoso.example',
        'olga@contoso.onmicrosoft.example',
        'o.owner@fabrikam.example',
        'olga@home.example',
      ],
      // What somebody has at home is theirs, but no domain of the organization.
      domains: ['contoso.example', 'contoso.onmicrosoft.example', 'fabrikam.example'],
    });
  });

  it('is known by the first address alone where more may not be asked for', async () => {
    const one = bench();
    one.control.faults.add({ match: { path: '^/me\\?' }, status: 403, code: 'Authorization_RequestDenied' });
    expect(await one.read()).toMatchObject({ addresses: ['olga@contoso.example'], domains: ['contoso.example'] });
    one.control.faults.add({ match: { path: '^/me\\?' }, status: 400, code: 'BadRequest' });
    expect(await one.read()).toMatchObject({ addresses: ['olga@contoso.example'] });
  });

  it('calendars under an address of before, or under an alias, are the user’s own', async () => {
    const { mailbox, read } = bench({ aliases: ['olga@fabrikam.example'] });
    const former = { name: 'Olga', address: 'Olga <SMTP:olga.former@contoso.example>' };
    mailbox.calendar().owner = former;
    mailbox.addCalendar({ name: 'Former', owner: former });
    mailbox.addCalendar({ name: 'Alias', owner: { name: 'Olga', address: 'OLGA@fabrikam.example' } });
    mailbox.addCalendar({ name: 'Boss', owner: { name: 'Boss', address: 'boss@contoso.example' } });
    mailbox.addCalendar({ name: 'Directory', owner: { name: 'X', address: '/o=ExchangeLabs/cn=x' } });
    const { calendars, addresses } = await read();
    expect(calendars.map(({ name, own }) => [name, own])).toEqual([
      ['Calendar', true],
      ['Former', true],
      ['Alias', true],
      ['Boss', false],
      // Who owns it cannot be told: it may be anybody's.
      ['Directory', false],
    ]);
    expect(addresses).toContain('olga.former@contoso.example');
  });
});

describe('the zone that times are written in', () => {
  const browser = new Intl.DateTimeFormat().resolvedOptions().timeZone;

  it.each([
    ['W. Europe Standard Time', { name: 'W. Europe Standard Time', iana: 'Europe/Berlin' }],
    ['Europe/Paris', { name: 'Europe/Paris', iana: 'Europe/Paris' }],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', { name: 'W. Europe Standard Time' }],
    ['Customized Time Zone', { iana: browser }],
    ['tzone://Microsoft/Custom', { iana: browser }],
    [null, { iana: browser }],
  ])('of the mailbox %s', async (timeZone, zone) => {
    expect((await bench({ timeZone }).read(true)).writeZone).toMatchObject(zone);
  });

  it('is asked for only where times are written, and once', async () => {
    const one = bench({ timeZone: 'W. Europe Standard Time' });
    expect((await one.read()).writeZone).toBeUndefined();
    expect(asked(one).filter((path) => path.includes('supportedTimeZones'))).toEqual([]);
    await one.read(true);
    expect(asked(one).filter((path) => path.includes('supportedTimeZones'))).toHaveLength(1);
  });

  it('is no reason to stop where the lists do not come', async () => {
    const one = bench({ timeZone: 'Customized Time Zone' });
    one.control.faults.add({ match: { path: 'supportedTimeZones' }, status: 403, code: 'ErrorAccessDenied' });
    expect((await one.read(true)).writeZone).toEqual({ name: 'UTC', iana: 'UTC' });
  });
});
