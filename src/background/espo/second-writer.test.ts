import { beforeEach, describe, expect, it } from 'vitest';
import { Company, SITE } from '../../../test/simulation/company';
import { EspoClient } from './client';
import { AppUser, parse } from './schema';
import { hasSecondWriter } from './second-writer';

let company: Company;
beforeEach(() => {
  company = new Company();
});

async function asked(): Promise<boolean> {
  const { signal } = new AbortController();
  const { now, random, sleep } = company.world;
  const login = { site: SITE, userName: 'anna', token: await company.token('anna', 'Anna12345') };
  const client = new EspoClient({ fetch: company.fetch, now, random, sleep, signal }, login);
  const answer = await client.send({ method: 'GET', path: 'App/user' });
  return hasSecondWriter(client, parse(AppUser, answer.body, 'App/user'));
}

describe("EspoCRM's own Outlook integration", () => {
  it('is named when the user has connected it', async () => {
    company.espo.control.connectExternalAccount('anna', 'Outlook');
    expect(await asked()).toBe(true);
  });

  it('is not named when it is switched off, of another kind, or somebody else has connected it', async () => {
    company.espo.control.connectExternalAccount('anna', 'Outlook', false);
    company.espo.control.connectExternalAccount('anna', 'Google');
    company.espo.control.connectExternalAccount('admin', 'Outlook');
    expect(await asked()).toBe(false);
  });

  it('is not asked for without the right to external accounts', async () => {
    expect(await asked()).toBe(false);
    expect(company.espo.control.log.filter(({ path }) => path.includes('ExternalAccount'))).toEqual([]);
  });
});
