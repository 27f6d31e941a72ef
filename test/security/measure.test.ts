import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { espoTime } from '../../src/background/espo/dates.ts';
import { dateIn } from '../days.ts';
import { AppBench } from '../errors/app-bench.ts';
import fakeBrowser from '../errors/fake-browser.ts';
import { meeting, timed } from '../simulation/scene.ts';

vi.mock('webextension-polyfill', () => import('../errors/fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('../errors/fake-microsoft.ts'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});
const soon = dateIn(3);
const MOST = 500;

type Row = Record<string, unknown>;
/** What EspoCRM says to some requests is changed; how many of them there were. */
function answers(to: string, change: (body: Row, n: number) => unknown) {
  const asked = { times: 0 };
  const { fetch } = bench.company;
  bench.company.fetch = async (input, init) => {
    if (!String(input).includes(to)) return fetch(input, init);
    asked.times += 1;
    const response = await fetch(input, init);
    const { status, headers } = response;
    return Response.json(change((await response.json()) as Row, asked.times), { status, headers });
  };
  return asked;
}
const eachRow = (change: (row: Row) => Row) => (body: Row) =>
  Array.isArray(body['list']) ? { ...body, list: (body['list'] as Row[]).map(change) } : change(body);

/** What the last run says of its parts. */
const failedParts = async (): Promise<string> =>
  JSON.stringify((await fakeBrowser.storage.local.get('lastRun'))['lastRun']);

const guest = { type: 'required', emailAddress: { name: 'Bob', address: 'bob@fabrikam.example' } };
const withGuest = () =>
  bench.company.graph.control
    .mailbox('anna')
    .createEvent('default', { ...timed('With guest', soon), attendees: [guest] } as never);

describe('lists without an end are given up by their name', () => {
  const endless = (size: number, row: (id: string) => Row) => (_: Row, n: number) => ({
    total: -1,
    list: Array.from({ length: size }, (_, i) => row(`${String(n).padStart(8, '0')}-${i}`)),
  });

  it('of users', async () => {
    await bench.connected();
    withGuest();
    const asked = answers(
      '/api/v1/User?',
      endless(200, (id) => ({ id, emailAddress: 'bob@fabrikam.example' })),
    );
    await bench.sync();
    expect(await failedParts()).toContain('User list without an end');
    expect(asked.times).toBeLessThanOrEqual(2 * MOST);
  }, 60_000);

  it('of changes', async () => {
    await bench.connected();
    const first = Date.UTC(2026, 10, 1);
    const at = (id: string) => espoTime(first + 1000 * Number(id.slice(0, 8)));
    const asked = answers(
      '/api/v1/Call?',
      endless(2, (id) => ({ id, modifiedAt: at(id), dateStart: '', assignedUserId: null })),
    );
    await bench.sync();
    expect(await failedParts()).toContain('Call list without an end');
    expect(asked.times).toBeLessThanOrEqual(3 * MOST);
  }, 120_000);

  it.each([0, -1, 0.5])(
    'where a page may hold %s records',
    async (limit) => {
      const asked = answers('/App/user', (body) => ({
        ...body,
        settings: { ...(body['settings'] as Row), recordListMaxSizeLimit: limit },
      }));
      await bench.connected();
      withGuest();
      const users = answers('/api/v1/User?', (body) => body);
      await bench.sync();
      expect(users.times).toBeLessThan(20);
      expect(asked.times).toBeGreaterThan(0);
    },
    60_000,
  );
});

describe('what EspoCRM calls things is no longer than a name', () => {
  it('in the account', async () => {
    answers('/App/user', (body) => ({
      ...body,
      user: { ...(body['user'] as Row), name: 'N'.repeat(1_000_000), emailAddress: 'e'.repeat(1_000_000) },
      settings: { ...(body['settings'] as Row), version: 'v'.repeat(1_000_000) },
    }));
    await bench.connected();
    expect(JSON.stringify([...fakeBrowser.storage.local.values]).length).toBeLessThan(20_000);
    expect(JSON.stringify(await bench.state()).length).toBeLessThan(100_000);
  });

  it('on the card, and nobody there has the name of a member of every object', async () => {
    await bench.connected();
    const anna = bench.company.espo.control.act('anna');
    anna.create('Meeting', meeting('E', anna.id, soon));
    expect(await bench.sync()).toBeUndefined();
    answers(
      '/api/v1/Meeting',
      eachRow((row) => ({
        ...row,
        status: 'S'.repeat(1_000_000),
        assignedUserName: 'A'.repeat(1_000_000),
        parentId: 'p1',
        parentType: 'Account',
        parentName: 'P'.repeat(1_000_000),
        usersIds: ['constructor', 'toString', '__proto__', ...Array.from({ length: 100_000 }, (_, i) => `u${i}`)],
        usersNames: { u0: 'U'.repeat(1_000_000) },
        usersColumns: {},
      })),
    );
    const id = bench.company.graph.control.mailbox('anna').events()[0]?.id ?? '';
    await bench.reply('badges.lookup', { ids: [id, 'constructor', '__proto__'] }, 'content');
    const more = await bench.reply('card.more', { id, near: [] }, 'content');
    expect(more.ok).toBe(true);
    expect(JSON.stringify(more).length).toBeLessThan(100_000);
    expect(structuredClone(more)).toEqual(more);
    const known = (more as unknown as { answer: { known: { name: unknown }[] } }).answer.known;
    expect(known.length).toBeLessThanOrEqual(200);
    for (const { name } of known) expect(typeof name).toBe('string');
  });
});

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a file of settings that names %s is one of names, or none',
  async (name) => {
    await bench.connected();
    const file = JSON.parse((await bench.ask('settings.export')).text) as { settings: Row };
    Object.assign(file.settings, { otherCalendars: [name], defaultEntity: name });
    const { notHere } = await bench.ask('settings.import', { text: JSON.stringify(file) });
    expect([...notHere].sort()).toEqual([name]);
    Object.assign(file.settings, { entities: [{ type: name, label: 'x' }] });
    expect(await bench.refused('settings.import', { text: JSON.stringify(file) })).toMatchObject({
      code: 'settings.invalid',
    });
  },
);
