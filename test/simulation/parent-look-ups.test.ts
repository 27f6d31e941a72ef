/** What a record belongs to, looked up among many, under odd names, and where EspoCRM does not answer. */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import type { NewRole } from '../sandbox/espo/control.ts';
import type { EspoVersion } from '../sandbox/espo/versions.ts';
import type { SandboxRequest } from '../sandbox/http.ts';
import { Hands } from './hands.ts';
import { meetingScene } from './meeting-scene.ts';
import { timed } from './scene.ts';

async function stage(settings: Partial<Settings> = {}, version: EspoVersion = '9.2.7') {
  const wanted = { setParent: 'ask', parentInSubject: true, parentByDomain: true, ...settings } as const;
  const place = await meetingScene(wanted, version);
  const account = (name: string, more: Record<string, unknown> = {}) =>
    place.anna.create('Account', { name, ...more }).id;
  const hands = new Hands(place.browser);
  const offered = async () => (await hands.needs()).flatMap(({ choices }) => choices.map(({ title }) => title));
  /** What the records of these events belong to, in their order, made in one run. */
  const parentsOf = async (...events: [subject: string, ...addresses: string[]][]) => {
    for (const [subject, ...addresses] of events)
      place.mailbox.createEvent('default', {
        ...timed(subject),
        attendees: addresses.map((address) => ({ type: 'required', emailAddress: { address, name: '' } })),
      });
    await place.run();
    const rows = place.espo.dump('Meeting');
    return events.map(([subject]) => rows.find(({ name }) => name === subject)?.['parentId'] ?? '');
  };
  return { ...place, account, hands, offered, parentsOf };
}
const asksFor = (type: string) => (request: SandboxRequest) => request.url.includes(`/${type}?`);

describe('a name in square brackets', () => {
  it.each([
    ['that has brackets in it', 'Acme [EU]', 'Visit [Acme [EU]]'],
    ['that has quotes, percent signs and backslashes in it', 'O\'Neil "100%" \\ Co_', 'Visit [O\'Neil "100%" \\ Co_]'],
    ['written from right to left, with its invisible marks', 'شركة', 'زيارة [\u200f\u2067شركة\u2069\u200f]'],
    ['whose accents are written in two parts', 'Müller', 'Visit [Mu\u0308ller]'],
    ['typed with other blanks', 'Acme South', 'Visit [Acme\u00a0 South]'],
    ['as long as names may be', 'N'.repeat(200), `[${'N'.repeat(200)}]`],
  ])('%s', async (_, name, subject) => {
    const { account, parentsOf } = await stage();
    account('EU');
    const its = account(name);
    expect(await parentsOf([subject])).toEqual([its]);
  });

  it.each(['Visit [EU', 'Visit EU]', 'Visit ]EU[', 'Visit []', 'Visit [ ]'])('is none in %s', async (subject) => {
    const { account, parentsOf } = await stage();
    account('EU');
    expect(await parentsOf([subject])).toEqual(['']);
  });

  it('is asked for as it is written: a database may tell capital letters apart', async () => {
    const { account, parentsOf, espo } = await stage();
    account('Acme');
    await parentsOf(['Visit [Acme]']);
    const asked = espo.log.map(({ path }) => decodeURIComponent(path)).filter((path) => path.includes('/Account?'));
    expect(asked.join()).toContain('"value":"Acme"');
  });

  it('that very many bear says nothing of the others that are asked for with it', async () => {
    const { account, parentsOf, espo } = await stage();
    const acme = account('Acme');
    for (let i = 0; i < 220; i += 1) espo.insert('Account', { id: `call${i}`, name: 'Call' });
    expect(await parentsOf(['One [Call]'], ['Two [Acme]'])).toEqual(['', acme]);
  });
});

describe('a domain', () => {
  it('whose letters stand in very many others says nothing of the others that are asked for with it', async () => {
    const { account, parentsOf, espo } = await stage();
    const acme = account('Acme', { website: 'acme.example' });
    const ing = account('Ing', { website: 'https://WWW.ING.example/start' });
    for (let i = 0; i < 220; i += 1)
      espo.insert('Account', { id: `c${i}`, name: `C${i}`, website: `consulting.example/${i}` });
    const before = espo.log.length;
    expect(
      await parentsOf(['One', 'who@acme.example'], ['Two', 'who@ing.example'], ['Three', 'who@consulting.example']),
    ).toEqual([acme, ing, '']);
    expect(espo.log.length - before).toBeLessThan(40);
  });

  it.each(['who@%', 'who@%.%', 'who@_', 'who@e'])('that is none, like that of %s, asks for nobody', async (odd) => {
    const { account, parentsOf, espo } = await stage();
    const acme = account('Acme', { website: 'acme.example' });
    for (let i = 0; i < 50; i += 1) espo.insert('Account', { id: `c${i}`, name: `C${i}`, website: `c${i}.example` });
    const before = espo.log.length;
    expect(await parentsOf(['One', 'who@acme.example', odd])).toEqual([acme]);
    expect(espo.log.length - before).toBeLessThan(40);
  });

  it('that is very long fits into a request, with others', async () => {
    const { account, parentsOf } = await stage();
    const acme = account('Acme', { website: 'acme.example' });
    const long = Array.from({ length: 19 }, (_, i) => `who@${`${'d'.repeat(60)}.`.repeat(3)}x${i}.example`);
    expect(await parentsOf(['One', 'who@acme.example', ...long])).toEqual([acme]);
  });

  it('where anybody may have an address is one in every country', async () => {
    const { account, parentsOf } = await stage();
    account('Small', { emailAddress: 'small@hotmail.nl' });
    account('Tiny', { website: 'yahoo.com.mx' });
    expect(await parentsOf(['One', 'who@hotmail.nl'], ['Two', 'who@yahoo.com.mx'])).toEqual(['', '']);
  });

  it.each(['8.4.2', '9.2.7'] as const)('counts for nobody where websites are hidden, on %s', async (version) => {
    const { anna, account, parentsOf, espo } = await stage({}, version);
    const acme = account('Acme');
    anna.create('Contact', { lastName: 'Ray', emailAddress: 'ray@acme.example', accountId: acme });
    espo.addRole('Sales full', { ...SALES, fieldData: { Account: { website: { read: 'no', edit: 'no' } } } });
    expect(await parentsOf(['One', 'ray@acme.example', 'who@other.example'])).toEqual([acme]);
  });
});

describe('the question', () => {
  it.each([
    ['a domain', ['Visit', 'who@acme.example']],
    ['a name', ['Visit [Acme]', 'who@other.example']],
  ] as const)('comes once %s can be looked up that could not be at first', async (_, event) => {
    const { account, parentsOf, offered, espo, run } = await stage();
    account('Acme', { website: 'acme.example' });
    account('Acme', { website: 'acme.example' });
    espo.faults.push({ match: asksFor('Account'), status: 500, times: 100 });
    expect(await parentsOf([...event])).toEqual(['']);
    expect(await offered()).toEqual([]);
    espo.faults.length = 0;
    await run();
    expect(await offered()).toEqual(['Acme', 'Acme']);
  });

  it('comes where EspoCRM lists few records at once', async () => {
    const { anna, account, parentsOf, offered, espo } = await stage();
    espo.settings.recordListMaxSizeLimit = 5;
    for (const name of ['Acme', 'Globex'])
      anna.create('Contact', { lastName: name, emailAddress: `x@${name}.example`, accountId: account(name) });
    await parentsOf(['Visit', 'x@acme.example', 'x@globex.example']);
    expect((await offered()).sort()).toEqual(['Acme', 'Globex']);
  });

  it.each(['8.4.2', '9.2.7', '10.0.0'] as const)(
    'is of a lead where addresses of contacts are hidden, on %s',
    async (version) => {
      const { anna, parentsOf, offered, espo, run } = await stage({}, version);
      anna.create('Lead', { lastName: 'Lead', emailAddress: 'lead@other.example' });
      espo.addRole('Sales full', { ...SALES, fieldData: { Contact: { emailAddress: { read: 'no', edit: 'no' } } } });
      await parentsOf(['Visit', 'lead@other.example']);
      expect(await offered()).toEqual(['Lead']);
      expect((await run()).parts).toEqual([]);
    },
  );

  it('that was answered for a record that is gone, or by what was not offered, changes nothing', async () => {
    const { anna, account, parentsOf, hands, espo, settled } = await stage();
    for (const name of ['Acme', 'Globex'])
      anna.create('Contact', { lastName: name, emailAddress: `x@${name}.example`, accountId: account(name) });
    await parentsOf(['Visit', 'x@acme.example', 'x@globex.example']);
    const [need] = await hands.needs();
    const [record] = espo.dump('Meeting');
    await hands.press('belongs', need?.choices[0]?.id ?? '');
    espo.act('admin').remove('Meeting', record?.id ?? '');
    await settled();
    expect(espo.dump('Meeting').filter((row) => !row['deleted'] && row['parentId'])).toEqual([]);
  });
});

const FULL = { create: 'yes', read: 'all', edit: 'all', delete: 'all', stream: 'all' };
const SALES: NewRole = {
  data: {
    ...Object.fromEntries(['Meeting', 'Call', 'Contact', 'Lead', 'Account', 'CVisit'].map((type) => [type, FULL])),
    ...{ Calendar: true, Activities: true, User: { read: 'all', edit: 'no' } },
  },
  assignmentPermission: 'all',
};
