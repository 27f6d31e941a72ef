import { describe, expect, it } from 'vitest';
import { asFetch } from '../../../test/sandbox/http';
import { Company, SITE } from '../../../test/simulation/company';
import type { SyncError } from '../../shared/codes';
import { logIn, logOut, recognise } from './espo';

function bench() {
  const company = new Company(1);
  const { world } = company;
  const other = {
    handle: async () => ({
      status: 200,
      headers: [['content-type', 'text/html']] as [string, string][],
      body: '<html><title>Shop</title>',
    }),
  };
  const fetch = asFetch((host) =>
    host === 'crm.example.test' ? company.espo : host === 'shop.example.test' ? other : undefined,
  );
  const outside = {
    fetch,
    now: world.now,
    random: world.random,
    sleep: world.sleep,
    signal: new AbortController().signal,
  };
  return { company, outside };
}
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: SyncError) => error.code,
  );

describe('sign-in to EspoCRM', () => {
  it('recognises an EspoCRM at a sloppily typed address', async () => {
    const { outside } = bench();
    for (const typed of [
      'crm.example.test',
      ' HTTPS://crm.example.test/#Meeting ',
      'crm.example.test/api/v1',
      'crm.example.test/some/page',
    ])
      expect(await recognise(outside, typed)).toBe(SITE);
  });

  it('says what answered when it is no EspoCRM, and that nobody answered when nobody did', async () => {
    const { outside } = bench();
    await expect(recognise(outside, 'shop.example.test')).rejects.toMatchObject({
      code: 'espo.notEspo',
      detail: 'shop.example.test answered 200 text/html',
    });
    expect(await code(recognise(outside, 'nowhere.example.test'))).toBe('espo.nobodyThere');
    expect(await code(recognise(outside, 'http://crm.example.test'))).toBe('espo.plainHttp');
  });

  it('exchanges the password for a token once, UTF-8 and with blanks around', async () => {
    const { company, outside } = bench();
    const login = await logIn(outside, SITE, ' zoe ', ' Pässwört 1€ ', '');
    expect(login).toMatchObject({ userName: 'zoe', site: SITE });
    expect(login.token).toMatch(/^[0-9a-f]{32}$/);
    expect(company.espo.control.log.filter((e) => e.path.includes('App/user'))).toHaveLength(1);
  });

  it('names a wrong password, a second factor and a wrong code', async () => {
    const { company, outside } = bench();
    expect(await code(logIn(outside, SITE, 'anna', 'wrong', ''))).toBe('espo.wrongPassword');
    company.espo.control.settings.auth2FA = true;
    company.espo.control.setTwoFactor('anna', '123456');
    expect(await code(logIn(outside, SITE, 'anna', 'Anna12345', ''))).toBe('espo.codeNeeded');
    expect(await code(logIn(outside, SITE, 'anna', 'Anna12345', '000000'))).toBe('espo.codeWrong');
    expect(await code(logIn(outside, SITE, 'anna', 'Anna12345', '123 456'))).toBe('ok');
  });

  it('names the lock after failed logins and maintenance', async () => {
    const { company, outside } = bench();
    for (let i = 0; i < 11; i += 1) await code(logIn(outside, SITE, 'anna', 'wrong', ''));
    expect(await code(logIn(outside, SITE, 'anna', 'Anna12345', ''))).toBe('espo.locked');
    company.world.advance(61_000);
    company.espo.control.setMaintenance(true);
    expect(await code(logIn(outside, SITE, 'anna', 'Anna12345', ''))).toBe('espo.maintenance');
  });

  it('destroys the token when signing out, and does not mind a server that is down', async () => {
    const { company, outside } = bench();
    const { token } = await logIn(outside, SITE, 'anna', 'Anna12345', '');
    await logOut(outside, SITE, 'anna', token);
    const answer = await company.fetch(`${SITE}/api/v1/App/user`, {
      headers: { 'Espo-Authorization': btoa(`anna:${token}`), 'Espo-Authorization-By-Token': 'true' },
    });
    expect(answer.status).toBe(401);
    await logOut(outside, 'https://nowhere.example.test', 'anna', token);
  });
});
