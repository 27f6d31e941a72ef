import { dateIn } from '../days.ts';
import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MESSAGES, type MessageName } from '../../src/shared/messages.ts';
import { ANNA_AT, AppBench } from '../errors/app-bench.ts';
import fakeBrowser from '../errors/fake-browser.ts';
import { microsoft } from '../errors/fake-microsoft.ts';
import { ANNA } from '../simulation/company.ts';
import { timed } from '../simulation/scene.ts';

vi.mock('webextension-polyfill', () => import('../errors/fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('../errors/fake-microsoft.ts'));

const soon = dateIn(3);

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});

/** Everything in IndexedDB, with bytes as text, too. */
async function database(): Promise<string> {
  const db = await new Dexie('sync').open();
  const rows = await Promise.all(db.tables.map((table) => table.toArray()));
  db.close();
  return JSON.stringify(rows, (_, value: unknown) => {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    return bytes instanceof Uint8Array ? new TextDecoder('latin1').decode(bytes) : value;
  });
}
const local = () => JSON.stringify([...fakeBrowser.storage.local.values]);
const session = () => JSON.stringify([...fakeBrowser.storage.session.values]);

/** Asked by a page, everything that may be asked without changing anything. */
async function saidToPages(): Promise<string> {
  const requests: Partial<Record<MessageName, unknown>> = {
    'state.get': {},
    'preview.get': {},
    'needs.list': { limit: 100 },
    'why.list': { group: '', limit: 100, after: '' },
    'activity.list': { limit: 100, after: '', filter: { text: '', person: '', side: '', op: '', run: '' } },
    'runs.list': { limit: 100 },
    'diagnostics.report': {},
    'settings.export': {},
    'setup.check': {},
  };
  const replies = await Promise.all(Object.entries(requests).map(([name, request]) => bench.reply(name, request)));
  expect(replies.filter((reply) => !reply.ok && reply.error.code === 'message.refused')).toEqual([]);
  return JSON.stringify(replies);
}

describe('a token or password', () => {
  it('stands in memory only, or sealed; in no answer to a page, and in no error', async () => {
    await bench.connectOutlook();
    await bench.connectEspo({ stayConnected: true });
    const token = String(fakeBrowser.storage.session.values.get('espoToken'));
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, enabled: true, direction: 'both' } });
    bench.company.graph.control.mailbox('anna').createEvent('default', timed('Talk', soon));
    expect(await bench.sync()).toBeUndefined();
    // A server in trouble that repeats what it was sent.
    const { fetch } = bench.company;
    bench.company.fetch = async (input, init) => {
      const sent = JSON.stringify(init?.headers ?? {});
      return String(input).includes('crm.example.test')
        ? new Response(JSON.stringify({ message: sent }), { status: 400, headers: { 'X-Status-Reason': sent } })
        : fetch(input, init);
    };
    expect(await bench.sync()).toBeDefined();
    bench.company.fetch = async (input, init) =>
      String(input).includes('graph')
        ? new Response(JSON.stringify(init?.headers), { status: 400 })
        : fetch(input, init);
    expect(await bench.sync()).toBeDefined();
    const secrets = [
      token,
      ANNA_AT.password,
      btoa(`anna:${token}`),
      btoa(`anna:${ANNA_AT.password}`),
      await microsoft.token(),
    ];
    const places = { database: await database(), local: local(), pages: await saidToPages() };
    for (const secret of secrets)
      for (const [place, text] of Object.entries(places))
        expect([place, text.includes(secret)]).toEqual([place, false]);
    expect(session()).not.toContain(ANNA_AT.password);
  });

  it('is kept on disk not even sealed without Stay connected', async () => {
    await bench.connectOutlook();
    await bench.connectEspo({ stayConnected: false });
    const db = await new Dexie('sync').open();
    expect(await db.table('secrets').count()).toBe(0);
    db.close();
  });

  it('is destroyed by signing out, here and at EspoCRM', async () => {
    await bench.connectOutlook();
    await bench.connectEspo({ stayConnected: true });
    const token = String(fakeBrowser.storage.session.values.get('espoToken'));
    await bench.ask('espo.disconnect');
    expect(session()).not.toContain(token);
    const db = await new Dexie('sync').open();
    expect(await db.table('secrets').count()).toBe(0);
    db.close();
    const headers = { 'Espo-Authorization': btoa(`anna:${token}`), 'Espo-Authorization-By-Token': 'true' };
    const answer = await bench.company.fetch('https://crm.example.test/api/v1/App/user', { headers });
    expect(answer.status).toBe(401);
    expect(ANNA.oid).toBe('anna');
  });
});

const ROOT = new URL('../../', import.meta.url);
const sources = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, ROOT), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
const texts = (folder: string) =>
  sources(folder)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => [file, readFileSync(new URL(file, ROOT), 'utf8')] as const);

describe('a content script', () => {
  it('reaches neither storage nor network: nothing but messages, of the few that are for it', () => {
    for (const [file, text] of texts('src/content'))
      expect([
        file,
        text.match(/\bstorage\b|indexedDB|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|document\.cookie/g),
      ]).toEqual([file, null]);
  });

  it('is not let into the memory where tokens are', () => {
    for (const [file, text] of texts('src')) expect([file, text.includes('setAccessLevel')]).toEqual([file, false]);
  });

  it('gets no secret by anything that it may ask', async () => {
    await bench.connectOutlook();
    await bench.connectEspo({ stayConnected: true });
    const token = String(fakeBrowser.storage.session.values.get('espoToken'));
    const forIt = Object.entries(MESSAGES).filter(([, { from }]) => from === 'content');
    const replies = await Promise.all(forIt.map(([name]) => bench.reply(name, { ids: ['x'] }, 'content')));
    expect(JSON.stringify(replies)).not.toContain(token);
    const closed = Object.entries(MESSAGES).filter(([, { from }]) => from !== 'content');
    for (const [name] of closed)
      expect(await bench.reply(name, {}, 'content')).toMatchObject({ ok: false, error: { code: 'message.refused' } });
  });
});

it('nothing in the product writes to a console, evaluates a text, or makes markup of one', () => {
  const forbidden =
    /\bconsole\.|\beval\(|new Function\b|innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|importScripts/;
  for (const [file, text] of texts('src')) expect([file, forbidden.exec(text)?.[0]]).toEqual([file, undefined]);
});
