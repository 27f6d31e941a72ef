import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { testWorld } from '../graph/bench.ts';
import { GraphServer } from '../graph/server.ts';
import { EntraServer } from './server.ts';

const REDIRECT = 'https://abc.chromiumapp.org/';
const VERIFIER = 'v'.repeat(50);
const challenge = createHash('sha256').update(VERIFIER).digest('base64url');

function setUp() {
  const world = testWorld();
  const entra = new EntraServer({ world });
  entra.control.addAccount({ oid: 'anna', username: 'anna@contoso.example', name: 'Anna Moe' });
  entra.control.addApp({ clientId: 'app', redirectUris: [REDIRECT] });
  const graph = new GraphServer({ world, authorize: entra.authorize });
  graph.control.addMailbox({ oid: 'anna', address: 'anna@contoso.example', name: 'Anna Moe' });
  const authorize = async (extra: Record<string, string> = {}, cookie?: string) => {
    const query = new URLSearchParams({
      client_id: 'app',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid profile offline_access User.Read Calendars.Read',
      state: 's',
      response_mode: 'fragment',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...extra,
    });
    const url = `https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?${query}`;
    const answer = await entra.handle({
      method: 'GET',
      url,
      headers: cookie === undefined ? {} : { cookie },
      body: '',
    });
    const header = (name: string) => answer.headers.find(([key]) => key === name)?.[1] ?? '';
    const back = new URLSearchParams(header('Location').split('#')[1] ?? '');
    return { answer, back, cookie: header('Set-Cookie').split(';')[0] ?? '' };
  };
  const token = async (form: Record<string, string>, origin: string | undefined = 'chrome-extension://abc') => {
    const body = new URLSearchParams({
      client_id: 'app',
      redirect_uri: REDIRECT,
      code_verifier: VERIFIER,
      ...form,
    }).toString();
    const headers = origin === '' ? {} : { origin };
    const url = 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token';
    const answer = await entra.handle({ method: 'POST', url, headers, body });
    return JSON.parse(answer.body);
  };
  const graphGet = async (bearer: string) => {
    const url = 'https://graph.microsoft.com/v1.0/me/calendars';
    return graph.handle({ method: 'GET', url, headers: { authorization: `Bearer ${bearer}` }, body: '' });
  };
  return { world, entra, authorize, token, graphGet };
}

it('signs in by clicking, redeems once, renews for 24 hours in all', async () => {
  const { world, authorize, token, graphGet } = setUp();
  expect((await authorize()).answer.body).toContain('id="account-anna"');
  expect((await authorize({ account: 'anna' })).answer.body).toContain('id="accept"');
  const { back, cookie } = await authorize({ account: 'anna', go: 'accept' });
  const code = back.get('code') ?? '';
  expect((await token({ grant_type: 'authorization_code', code }, '')).error_codes).toEqual([9002327]);
  expect((await token({ grant_type: 'authorization_code', code, code_verifier: 'x' })).error_codes).toEqual([50148]);
  const first = await token({ grant_type: 'authorization_code', code });
  expect((await token({ grant_type: 'authorization_code', code })).error_codes).toEqual([54005]);
  expect((await graphGet(first.access_token)).status).toBe(200);
  world.set(world.now() + 20 * 3_600_000);
  expect((await graphGet(first.access_token)).status).toBe(401);
  const second = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
  expect((await graphGet(second.access_token)).status).toBe(200);
  world.set(world.now() + 5 * 3_600_000);
  expect((await token({ grant_type: 'refresh_token', refresh_token: second.refresh_token })).error_codes).toEqual([
    700084,
  ]);
  expect((await authorize({ prompt: 'none' }, cookie)).back.get('code')).not.toBeNull();
  expect((await authorize({ prompt: 'none' })).back.get('error')).toBe('login_required');
});

it('asks anew for new scopes, knows administrators, and challenges', async () => {
  const { entra, authorize, token, graphGet } = setUp();
  entra.control.outcome = 'accept';
  const { back, cookie } = await authorize();
  const first = await token({ grant_type: 'authorization_code', code: back.get('code') ?? '' });
  const more = 'openid offline_access User.Read Calendars.ReadWrite';
  expect((await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token, scope: more })).suberror).toBe(
    'consent_required',
  );
  expect((await authorize({ prompt: 'none', scope: more }, cookie)).back.get('error')).toBe('interaction_required');
  entra.control.usersMayConsent = false;
  expect((await authorize({ scope: more })).answer.body).toContain('Need admin approval');
  entra.control.outcome = 'decline';
  expect((await authorize()).back.get('error_description')).toContain('AADSTS65004');
  entra.control.requireClaims('anna', '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}');
  const challenged = await graphGet(first.access_token);
  expect(challenged.status).toBe(401);
  expect(challenged.headers.find(([name]) => name === 'WWW-Authenticate')?.[1]).toContain('insufficient_claims');
});

it('refuses in each of its ways, names the account or hides it, and goes on when it is told to', async () => {
  const { entra, authorize, token } = setUp();
  const { control } = entra;
  control.outcome = 'accept';
  const { back, cookie } = await authorize();
  const first = await token({ grant_type: 'authorization_code', code: back.get('code') ?? '' });
  control.refusal = { code: 90072, as: 'redirect', error: 'access_denied' };
  const refused = (await authorize()).back;
  expect(refused.get('error')).toBe('access_denied');
  expect(refused.get('error_description')).toMatch(
    /^AADSTS90072: User account '\{EmailHidden\}' .* in tenant 'Contoso'/,
  );
  expect(refused.get('error_uri')).toBe('https://login.microsoftonline.com/error?code=90072');
  control.hidesAccounts = false;
  expect((await authorize()).back.get('error_description')).toContain("'anna@contoso.example'");
  control.refusal = { code: 53003, as: 'redirect', only: 'silent' };
  expect((await authorize({ prompt: 'none' }, cookie)).back.get('error')).toBe('interaction_required');
  const asked = (await authorize()).back.get('code') ?? '';
  expect(asked).not.toBe('');
  control.refusal = { code: 50076, as: 'token', claims: '{"a":1}' };
  for (const form of [
    { grant_type: 'authorization_code', code: asked },
    { grant_type: 'refresh_token', refresh_token: first.refresh_token },
  ])
    expect(await token(form)).toMatchObject({ error: 'interaction_required', error_codes: [50076], claims: '{"a":1}' });
  for (const [as, status] of [
    ['page', 200],
    ['errorPage', 400],
  ] as const) {
    control.refusal = { code: 50105, as };
    const { answer } = await authorize();
    expect([answer.status, answer.body.includes('AADSTS50105')]).toEqual([status, true]);
  }
  control.refusal = undefined;
  expect((await token({ grant_type: 'authorization_code', code: asked })).access_token).toBeTruthy();
});
