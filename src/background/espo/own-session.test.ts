import { describe, expect, it } from 'vitest';
import { OpenTab } from '../../../test/sandbox/espo/open-tab';
import { Company, SITE } from '../../../test/simulation/company';
import type { SyncError } from '../../shared/codes';
import { EspoClient, type EspoRequest } from './client';

async function bench() {
  const company = new Company(1);
  const { espo, world } = company;
  espo.control.settings.oidc = true;
  const tab = new OpenTab(espo);
  await tab.signIn('anna');
  const sent: RequestInit[] = [];
  const fetch = tab.around((input, init = {}) => {
    sent.push(init);
    return company.fetch(input, init);
  });
  const { now, random, sleep } = world;
  const outside = { fetch, now, random, sleep, signal: new AbortController().signal };
  const anna = espo.control.act('anna');
  const client = new EspoClient(outside, { site: SITE, userName: 'anna', userId: anna.id });
  const asked = () => espo.control.log.filter(({ path }) => path.endsWith('/App/user')).length - 1;
  return { company, control: espo.control, tab, client, anna, sent, asked };
}
type Bench = Awaited<ReturnType<typeof bench>>;

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: SyncError) => error.code,
  );
const body = ({ anna }: Bench, name: string) => ({
  name,
  dateStart: '2026-12-01 10:00:00',
  dateEnd: '2026-12-01 11:00:00',
  assignedUserId: anna.id,
});
const create = (b: Bench, name: string): EspoRequest => ({ method: 'POST', path: 'Meeting', body: body(b, name) });

describe('the session of the EspoCRM that is open', () => {
  it('signs in every method, and nothing of a login is sent beside the cookie', async () => {
    const b = await bench();
    const made = await b.client.send(create(b, 'one'));
    const path = `Meeting/${(made.body as { id: string }).id}`;
    for (const request of [
      { method: 'GET', path },
      { method: 'PUT', path, body: { name: 'two' } },
      { method: 'DELETE', path },
    ] as const)
      expect([request.method, (await b.client.send(request)).status]).toEqual([request.method, 200]);
    for (const { credentials, headers } of b.sent) {
      expect(credentials).toBe('include');
      expect(Object.keys(headers as object).map((name) => name.toLowerCase())).not.toContain('espo-authorization');
    }
  });

  it('is asked whose it is before anything, again after two seconds, and once by requests that come together', async () => {
    const b = await bench();
    const read = () => b.client.send({ method: 'GET', path: 'Meeting?maxSize=1' });
    await Promise.all(Array.from({ length: 8 }, read));
    expect(b.asked()).toBe(1);
    b.company.world.advance(1900);
    await read();
    expect(b.asked()).toBe(1);
    b.company.world.advance(200);
    await read();
    expect(b.asked()).toBe(2);
  });

  it('of somebody else: nothing is sent, and both are named; of nobody: it is over; back again: it goes on', async () => {
    const b = await bench();
    await b.tab.signIn('ben');
    await expect(b.client.send(create(b, 'no'))).rejects.toMatchObject({
      code: 'espo.otherUser',
      names: { account: 'anna', other: 'ben' },
    });
    b.tab.signOut();
    expect(await code(b.client.send(create(b, 'no')))).toBe('espo.noSession');
    expect(b.control.dump('Meeting')).toEqual([]);
    await b.tab.signIn('anna');
    expect(await code(b.client.send(create(b, 'yes')))).toBe('ok');
  });

  it('that ends between two requests is over for the second one', async () => {
    const b = await bench();
    await b.client.send(create(b, 'one'));
    b.control.killTokens('anna');
    expect(await code(b.client.send(create(b, 'two')))).toBe('espo.noSession');
    expect(b.control.dump('Meeting')).toHaveLength(1);
  });

  it('is not prolonged by us: it ends by its idle time, as if we had not been there', async () => {
    const b = await bench();
    b.control.settings.idleCheck = 'always';
    for (let hour = 0; hour < 47; hour += 1) {
      b.company.world.advance(3_600_000);
      await b.client.send({ method: 'GET', path: 'Meeting?maxSize=1' });
    }
    b.company.world.advance(2 * 3_600_000);
    expect(await code(b.client.send({ method: 'GET', path: 'Meeting?maxSize=1' }))).toBe('espo.noSession');
  });

  it('is not locked by the failed logins of others at the same address', async () => {
    const b = await bench();
    for (let i = 0; i < 12; i += 1)
      await b.company.fetch(`${SITE}/api/v1/App/user`, { headers: { 'Espo-Authorization': btoa('zoe:wrong') } });
    expect(await code(b.client.send({ method: 'GET', path: 'Meeting?maxSize=1' }))).toBe('ok');
  });

  it('a server too busy to say whose it is is waited for, or named as what it is', async () => {
    const b = await bench();
    const who = ({ url }: { url: string }) => url.endsWith('/App/user');
    b.control.faults.push({ match: who, status: 503, retryAfter: 2, times: 1 });
    expect((await b.client.send({ method: 'GET', path: 'Meeting?maxSize=1' })).status).toBe(200);
    b.company.world.advance(5000);
    b.control.setMaintenance(true);
    expect(await code(b.client.send(create(b, 'no')))).toBe('espo.maintenance');
    b.control.setMaintenance(false);
    b.company.world.advance(5000);
    b.control.faults.push({ match: who, status: 500, times: 1 }, { match: who, status: 200, body: '{}', times: 1 });
    expect(await code(b.client.send(create(b, 'no')))).toBe('espo.server');
    expect(await code(b.client.send(create(b, 'no')))).toBe('espo.unreadable');
    expect(b.control.dump('Meeting')).toEqual([]);
  });
});
