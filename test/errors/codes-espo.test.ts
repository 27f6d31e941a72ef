import { dateIn } from '../days.ts';
import { asked } from '../surface/english.ts';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { timed } from '../simulation/scene.ts';
import { AppBench } from './app-bench.ts';

vi.mock('webextension-polyfill', () => import('./fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('./fake-microsoft.ts'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});

const ALWAYS = Number.POSITIVE_INFINITY;
const control = () => bench.company.espo.control;
/** Of all kinds of records: one of them alone would only wait. */
const list = (request: { url: string }): boolean => /\/(Meeting|Call)\?/.test(request.url);

describe('connecting EspoCRM', () => {
  it.each([
    ['espo.addressMissing', { address: 'not an address' }],
    ['espo.plainHttp', { address: 'http://crm.example.test' }],
    ['espo.notEspo', { address: 'www.example.test' }],
    ['espo.nobodyThere', { address: 'nowhere.example.test' }],
    ['espo.wrongPassword', { password: 'wrong' }],
  ])('%s', async (code, change) => {
    expect(await bench.refusedEspo(change)).toMatchObject({ code });
    expect((await bench.state()).espo).toMatchObject({ state: 'disconnected', error: { code } });
    await bench.connectEspo();
    expect((await bench.state()).espo.error).toBeUndefined();
  });

  it('espo.codeNeeded and espo.codeWrong: the second factor', async () => {
    control().settings.auth2FA = true;
    control().setTwoFactor('anna', '123456');
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.codeNeeded' });
    expect((await bench.state()).espo.codeNeeded).toBe(true);
    expect(await bench.refusedEspo({ code: '000000' })).toMatchObject({ code: 'espo.codeWrong' });
    await bench.connectEspo({ code: '123456' });
  });

  it('espo.codeNotSent: the code never left, which is not a wrong password', async () => {
    control().setTwoFactor('anna', '123456', 'email');
    control().setCodesStay(true);
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.codeNotSent' });
    control().setCodesStay(false);
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.codeNeeded' });
    await bench.connectEspo({ code: '123456' });
  });

  it('espo.locked: too many failures from this computer', async () => {
    for (let i = 0; i < 11; i += 1) await bench.refusedEspo({ password: 'wrong' });
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.locked' });
  });

  it('espo.ssoOnly: single sign-on is offered and passwords are not taken', async () => {
    const { fetch } = bench.company;
    bench.company.fetch = async (input, init) => {
      if (String(input).includes('Oidc/authorizationData'))
        return Response.json({ endpoint: 'https://id.example.test' });
      return String(input).includes('App/user') ? new Response('', { status: 401 }) : fetch(input, init);
    };
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.ssoOnly' });
  });

  it('espo.noAccess: a user who is no regular user', async () => {
    await bench.connectOutlook();
    const { fetch } = bench.company;
    bench.company.fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (!String(input).includes('App/user')) return answer;
      const body = (await answer.json()) as { user: { type: string } };
      body.user.type = 'portal';
      return Response.json(body, { headers: answer.headers });
    };
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.noAccess', detail: 'portal' });
  });
});

describe('syncing with EspoCRM', () => {
  beforeEach(() => bench.connected());

  it.each([
    ['espo.server', { status: 500 }],
    ['espo.unreachable', {}],
    ['espo.refused', { status: 400 }],
    ['espo.unreadable', { status: 200, body: '<html>' }],
  ])('%s', async (code, fault) => {
    control().faults.push({ match: list, times: ALWAYS, ...fault });
    expect(await bench.sync()).toMatchObject({ code });
    control().faults.length = 0;
    expect(await bench.sync()).toBeUndefined();
  });

  it('a record that is refused waits with its side, its name and the field; the others go on', async () => {
    const at = dateIn(3);
    const mailbox = bench.company.graph.control.mailbox('anna');
    for (const name of ['First', 'Refused', 'Last']) mailbox.createEvent('default', timed(name, at));
    const data = { field: 'cRegion', type: 'required' };
    const body = JSON.stringify({ messageTranslation: { label: 'validationFailure', scope: null, data } });
    control().faults.push({ match: (r) => r.method === 'POST' && r.body.includes('Refused'), status: 400, body });
    expect(await bench.sync()).toBeUndefined();
    expect(control().dump('Meeting')).toHaveLength(2);
    const [item] = (await bench.ask('needs.list', { limit: 10 })).items;
    expect(item).toMatchObject({ side: 'espo', title: 'Refused', reason: 'refused' });
    expect(asked(item)).toContain('EspoCRM');
    expect(asked(item)).toContain('The field “cRegion” is required and empty.');
  });

  it('espo.maintenance: it passes', async () => {
    control().setMaintenance(true);
    expect(await bench.sync()).toMatchObject({ code: 'espo.maintenance' });
    control().setMaintenance(false);
    expect(await bench.sync()).toBeUndefined();
  });

  it('espo.signInNeeded: the token was ended', async () => {
    control().killTokens('anna');
    expect(await bench.sync()).toMatchObject({ code: 'espo.signInNeeded' });
    expect((await bench.state()).espo.state).toBe('signInNeeded');
    await bench.connectEspo();
    expect(await bench.sync()).toBeUndefined();
  });
});

it('espo.signInBefore: what was EspoCRM leads on to a sign-in, or answers its page', async () => {
  await bench.connected();
  const { fetch } = bench.company;
  const page = () => new Response('<html><form>Sign in</form></html>', { headers: { 'content-type': 'text/html' } });
  const away = () => new Response(null, { status: 302, headers: { location: 'https://login.example.test' } });
  for (const answer of [away, page]) {
    bench.company.fetch = async (input, init) =>
      String(input instanceof Request ? input.url : input).includes('/api/v1/') ? answer() : fetch(input, init);
    expect(await bench.sync()).toMatchObject({ code: 'espo.signInBefore' });
    bench.company.fetch = fetch;
    // Signed in there: it goes on by itself.
    expect(await bench.sync()).toBeUndefined();
  }
});
