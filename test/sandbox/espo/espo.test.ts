import { beforeEach, describe, expect, it } from 'vitest';
import { asFetch, type World } from '../http.ts';
import { EspoServer, type EspoVersion } from './server.ts';

const start = Date.parse('2026-11-22T10:00:00Z');
let time = start;
let chance = 1;
const world: World = {
  now: () => time,
  random: () => {
    chance = (chance * 48_271) % 2_147_483_647;
    return chance / 2_147_483_647;
  },
  sleep: async (ms) => {
    time += ms;
  },
};

let espo: EspoServer;
let fetch: typeof globalThis.fetch;
const base = 'https://crm.example.test/api/v1/';
const basic = (text: string) => Buffer.from(text).toString('base64');

beforeEach(() => {
  time = start;
  make();
});

function make(version: EspoVersion = '9.2.7') {
  espo = new EspoServer({ world, version });
  fetch = asFetch((host) => (host === 'crm.example.test' ? espo : undefined));
}

async function login(name: string, password: string): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const answer = await fetch(`${base}App/user`, { headers: { 'Espo-Authorization': basic(`${name}:${password}`) } });
  const { token } = (await answer.json()) as { token: string };
  const headers = {
    'Espo-Authorization': basic(`${name}:${token}`),
    'Espo-Authorization-By-Token': 'true',
    'Content-Type': 'application/json',
  };
  return (path, init) => fetch(base + path, { ...init, headers: { ...headers, ...(init?.headers as object) } });
}

const meeting = (id: string, more: object = {}) => ({
  name: 'Talk',
  dateStart: '2026-12-01 10:00:00',
  dateEnd: '2026-12-01 11:00:00',
  assignedUserId: id,
  ...more,
});

describe('people at the keyboard', () => {
  it('move modifiedAt as the API does, and deletions leave no trace', async () => {
    const anna = espo.control.act('anna');
    const { id } = anna.create('Meeting', meeting(anna.id));
    time += 5000;
    anna.update('Meeting', id, { name: 'Talk' });
    expect(espo.control.row('Meeting', id)).toMatchObject({ modifiedAt: '2026-11-22 10:00:05', modifiedById: anna.id });
    time += 5000;
    anna.remove('Meeting', id);
    const read = await login('anna', 'Anna12345');
    expect((await read(`Meeting/${id}`)).status).toBe(404);
    expect(espo.control.rows('Meeting')).toEqual([]);
    expect(espo.control.rows('Meeting', { deleted: true })).toMatchObject([{ modifiedAt: '2026-11-22 10:00:05' }]);
    espo.control.act('admin').restore('Meeting', id);
    expect((await read(`Meeting/${id}`)).status).toBe(200);
  });

  it('are held to their rights', () => {
    const ben = espo.control.act('ben');
    expect(() => ben.create('Call', meeting(ben.id))).toThrow('403');
    const { id } = espo.control
      .act('anna')
      .create('Meeting', meeting(espo.control.user('anna').id, { usersIds: [ben.id] }));
    expect(() => ben.update('Meeting', id, { name: 'x' })).toThrow('403 No edit access.');
    ben.accept('Meeting', id, 'Declined');
    expect(espo.control.row('Meeting', id)?.['#users']).toContainEqual({ id: ben.id, status: 'Declined' });
  });

  it('may be new, with a new role', async () => {
    espo.control.addRole('Readers', { data: { Meeting: { create: 'no', read: 'all', edit: 'no', delete: 'no' } } });
    espo.control.addUser({ userName: 'mia', password: 'Mia12345', emailAddress: 'mia@example.test', role: 'Readers' });
    const mia = await login('mia', 'Mia12345');
    expect(await (await mia('Meeting')).json()).toEqual({ total: 0, list: [] });
    const answer = await mia('Meeting', { method: 'POST', body: JSON.stringify(meeting(espo.control.user('mia').id)) });
    expect([answer.status, answer.headers.get('X-Status-Reason')]).toEqual([403, 'No create access.']);
  });
});

describe('what goes wrong', () => {
  it('an answer is lost after it took effect', async () => {
    const anna = await login('anna', 'Anna12345');
    espo.control.faults.push({ match: ({ method }) => method === 'POST', when: 'after' });
    const body = JSON.stringify(meeting(espo.control.user('anna').id));
    await expect(anna('Meeting', { method: 'POST', body })).rejects.toThrow('Failed to fetch');
    expect(espo.control.dump('Meeting')).toHaveLength(1);
    expect((await anna('Meeting')).status).toBe(200);
  });

  it('a status for a while, with Retry-After', async () => {
    const anna = await login('anna', 'Anna12345');
    espo.control.faults.push({ status: 503, retryAfter: 30, times: 2 });
    const answers = [await anna('Meeting'), await anna('Meeting'), await anna('Meeting')];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(answers[0]?.headers.get('Retry-After')).toBe('30');
    expect(espo.control.log.map(({ user, status }) => `${user} ${status}`)).toEqual([
      'anna 200',
      ' 503',
      ' 503',
      'anna 200',
    ]);
  });

  it('slowness in the time of the world', async () => {
    const anna = await login('anna', 'Anna12345');
    espo.control.faults.push({ delayMs: 4000 });
    expect((await anna('Meeting')).status).toBe(200);
    expect(time - start).toBe(4000);
  });

  it('a clock that is off shows in Date and modifiedAt alike', async () => {
    espo.control.settings.clockSkewMs = 90_000;
    const anna = await login('anna', 'Anna12345');
    const body = JSON.stringify(meeting(espo.control.user('anna').id));
    const answer = await anna('Meeting', { method: 'POST', body });
    expect(answer.headers.get('Date')).toBe('Sun, 22 Nov 2026 10:01:30 GMT');
    expect(await answer.json()).toMatchObject({ modifiedAt: '2026-11-22 10:01:30' });
  });

  it('tokens die of idleness, of a second login, and by hand', async () => {
    const first = await login('anna', 'Anna12345');
    espo.control.settings.idleCheck = 'always';
    time += 49 * 3_600_000;
    expect((await first('Meeting')).status).toBe(401);
    espo.control.settings.authTokenPreventConcurrent = true;
    const second = await login('anna', 'Anna12345');
    const third = await login('anna', 'Anna12345');
    expect([(await second('Meeting')).status, (await third('Meeting')).status]).toEqual([401, 200]);
    espo.control.killTokens('anna');
    expect((await third('Meeting')).status).toBe(401);
  });
});

describe('what an administrator changes', () => {
  it('fields and entity types appear in metadata and are stored', async () => {
    espo.control.addField('Meeting', 'cOutlookUid', { type: 'varchar', maxLength: 255 }, 'Outlook UID');
    espo.control.addEntity('Audit', 'Audit');
    const anna = await login('anna', 'Anna12345');
    const field = await (await anna('Metadata?key=entityDefs.Meeting.fields.cOutlookUid')).json();
    expect(field).toMatchObject({ type: 'varchar', maxLength: 255 });
    const body = JSON.stringify(meeting(espo.control.user('anna').id, { cOutlookUid: 'abc' }));
    expect(await (await anna('Meeting', { method: 'POST', body })).json()).toMatchObject({ cOutlookUid: 'abc' });
    const where = encodeURIComponent(
      JSON.stringify({ where: [{ type: 'equals', attribute: 'cOutlookUid', value: 'ABC' }] }),
    );
    expect(await (await anna(`Meeting?searchParams=${where}`)).json()).toMatchObject({ total: 1 });
    // anna's role says nothing of the new type: it does not exist for her.
    expect((await anna('Audit')).status).toBe(403);
  });

  it('an all-day record follows the time zone of the server', async () => {
    espo.control.settings.timeZone = 'America/New_York';
    const anna = espo.control.act('anna');
    const days = {
      isAllDay: true,
      dateStartDate: '2026-10-31',
      dateEndDate: '2026-11-01',
      dateStart: null,
      dateEnd: null,
    };
    const { id } = anna.create('Meeting', { name: 'x', assignedUserId: anna.id, ...days });
    expect(espo.control.row('Meeting', id)).toMatchObject({
      dateStart: '2026-10-31 04:00:00',
      dateEnd: '2026-11-02 05:00:00',
    });
  });

  it('two factors', async () => {
    espo.control.setTwoFactor('anna', '123456');
    const headers = { 'Espo-Authorization': basic('anna:Anna12345') };
    const first = await fetch(`${base}App/user`, { headers });
    expect([first.status, first.headers.get('X-Status-Reason')]).toEqual([401, 'second-step-required']);
    const second = await fetch(`${base}App/user`, { headers: { ...headers, 'Espo-Authorization-Code': '123456' } });
    expect(second.status).toBe(200);
  });
});

it('reset brings the seed back', async () => {
  const anna = espo.control.act('anna');
  anna.create('Meeting', meeting(anna.id));
  espo.control.setMaintenance(true);
  espo.control.faults.push({ status: 500 });
  espo.control.reset();
  const again = await login('anna', 'Anna12345');
  expect(await (await again('Meeting')).json()).toEqual({ total: 0, list: [] });
});

it('is the same twice', async () => {
  const run = async () => {
    time = start;
    chance = 1;
    make('10.0.0');
    const anna = await login('anna', 'Anna12345');
    const body = JSON.stringify(meeting(espo.control.user('anna').id));
    return (await anna('Meeting', { method: 'POST', body })).text();
  };
  expect(await run()).toBe(await run());
});
