import { beforeEach, describe, expect, it } from 'vitest';
import { Company, SITE } from '../../simulation/company.ts';
import { OpenTab } from './open-tab.ts';

let company: Company;
let tab: OpenTab;
beforeEach(async () => {
  company = new Company(1);
  tab = new OpenTab(company.espo);
  await tab.signIn('anna');
});

const cookie = (names = Object.keys(tab.cookies)) => names.map((name) => `${name}=${tab.cookies[name]}`).join('; ');
const ask = (headers: Record<string, string>, path = 'App/user', method = 'GET') =>
  company.fetch(`${SITE}/api/v1/${path}`, { method, headers });
const encoded = (said: string) => ({ 'Espo-Authorization': Buffer.from(said).toString('base64') });

describe('the cookies of EspoCRM’s page', () => {
  it('sign in both together, without a token in the answer, and never beside a header', async () => {
    const answer = await ask({ cookie: cookie() });
    expect(await answer.json()).toMatchObject({ user: { userName: 'anna' }, token: null });
    expect((await ask({ cookie: cookie(['auth-token']) })).status).toBe(401);
    expect((await ask({ cookie: cookie(['auth-token-secret']) })).status).toBe(401);
    const ben = await ask({ cookie: cookie(), ...encoded('ben:Ben12345') });
    expect(await ben.json()).toMatchObject({ user: { userName: 'ben' } });
    expect((await ask({ cookie: cookie(), ...encoded('anna:wrong') })).status).toBe(401);
  });

  it('make the browser ask for a password where nobody is signed in, unless a header says that no person waits', async () => {
    expect((await ask({})).headers.get('WWW-Authenticate')).toBe('Basic realm=""');
    const quiet = await ask({ 'X-Requested-With': 'XMLHttpRequest' });
    expect([quiet.status, quiet.headers.get('WWW-Authenticate')]).toEqual([401, null]);
  });

  it('are locked out by failed logins at the same address, unless they say that they are a token', async () => {
    for (let i = 0; i < 11; i += 1) await ask(encoded('anna:wrong'));
    expect((await ask({ cookie: cookie() })).status).toBe(403);
    expect((await ask({ cookie: cookie(), 'Espo-Authorization-By-Token': 'true' })).status).toBe(200);
  });

  it('prolong nothing', async () => {
    company.espo.control.settings.idleCheck = 'always';
    for (let day = 0; day < 2; day += 1) {
      expect((await ask({ cookie: cookie() })).status).toBe(200);
      company.world.advance(25 * 3_600_000);
    }
    expect((await ask({ cookie: cookie() })).status).toBe(401);
  });
});

describe('single sign-on', () => {
  it('says where it is, and is 403 where it is not the way', async () => {
    expect((await ask({}, 'Oidc/authorizationData')).status).toBe(403);
    company.espo.control.settings.oidc = true;
    expect(await (await ask({}, 'Oidc/authorizationData')).json()).toMatchObject({ clientId: 'espocrm' });
  });

  it('takes codes; passwords of users only where both switches allow it, of administrators by the first', async () => {
    const { settings } = company.espo.control;
    settings.oidc = true;
    const statuses = async () => [
      (await ask(encoded('**oidc:code-of-anna'))).status,
      (await ask(encoded('anna:Anna12345'))).status,
      (await ask(encoded('admin:Admin12345'))).status,
    ];
    expect(await statuses()).toEqual([200, 401, 200]);
    settings.oidcAllowRegularUserFallback = true;
    expect(await statuses()).toEqual([200, 200, 200]);
    settings.oidcFallback = false;
    expect(await statuses()).toEqual([200, 401, 401]);
    const { 'auth-token': token = '' } = tab.cookies;
    const headers = { ...encoded(`anna:${token}`), 'Espo-Authorization-By-Token': 'true', cookie: cookie() };
    expect((await ask(headers)).status).toBe(200);
  });
});
