import { describe, expect, it } from 'vitest';
import type { EspoVersion } from '../../../test/sandbox/espo/versions';
import { Company, SeededWorld, SITE } from '../../../test/simulation/company';
import { EspoClient } from './client';
import { People } from './people';

async function scene(version?: EspoVersion) {
  const company = new Company(1, new SeededWorld(1), version);
  const { world } = company;
  const outside = { ...world, fetch: company.fetch, now: world.now, random: world.random, sleep: world.sleep };
  const login = { site: SITE, userName: 'anna', token: await company.token('anna', 'Anna12345') };
  const client = new EspoClient({ ...outside, signal: new AbortController().signal }, login);
  return { company, people: new People(client, 200), anna: company.espo.control.act('anna') };
}

describe('whom an address belongs to', () => {
  it.each(['7.5.6', '8.4.2', '9.2.7', '10.0.0'] as const)(
    'is found by every address, in any case, on %s',
    async (version) => {
      const { people, anna } = await scene(version);
      const contact = anna.create('Contact', {
        lastName: 'Two',
        emailAddressData: [
          { emailAddress: 'First@x.example', primary: true },
          { emailAddress: 'second@x.example', primary: false },
        ],
      });
      const lead = anna.create('Lead', { lastName: 'Lead', emailAddress: 'lead@x.example' });
      await people.learn(['SECOND@x.example', 'Lead@X.example', 'nobody@x.example', 'ben@example.test']);
      expect(people.of('second@x.example')).toEqual({ kind: 'Contact', id: contact.id });
      expect(people.of('LEAD@x.example')).toEqual({ kind: 'Lead', id: lead.id });
      expect(people.of('nobody@x.example')).toBeUndefined();
      expect(people.of('ben@example.test')?.kind).toBe('User');
    },
  );

  it('asks once per kind and 60 addresses, and not again', async () => {
    const { company, people } = await scene();
    const addresses = Array.from({ length: 61 }, (_, i) => `somebody${i}@some-company.example`);
    const before = company.espo.control.log.length;
    await people.learn(addresses);
    expect(company.espo.control.log.length - before).toBe(6);
    await people.learn(addresses);
    expect(company.espo.control.log.length - before).toBe(6);
    expect(company.espo.control.log.every((e) => e.path.length < 8000)).toBe(true);
  });

  it('does without the kinds that the user may not read', async () => {
    const { company, people } = await scene();
    company.espo.control.addRole('Sales full', { data: { Meeting: { read: 'all' }, Lead: false, Contact: false } });
    await people.learn(['ben@example.test']);
    expect(people.of('ben@example.test')).toBeUndefined();
  });
});
