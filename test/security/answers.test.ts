import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { recognise } from '../../src/background/auth/espo.ts';
import { cookielessNetwork } from '../../src/background/auth/network.ts';
import { EspoClient } from '../../src/background/espo/client.ts';
import { GraphClient } from '../../src/background/outlook/client.ts';
import type { SyncError } from '../../src/shared/codes.ts';
import { Company } from '../simulation/company.ts';
import { openOperations } from './operations.ts';

vi.mock('webextension-polyfill', () => import('../errors/fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('../errors/fake-microsoft.ts'));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

const SITE = 'https://crm.example.test';
const TOKEN = 'f'.repeat(32);
type Server = (url: string, init: RequestInit) => Response | Promise<Response>;

function clients(server: Server) {
  const asked: { url: string; init: RequestInit }[] = [];
  const outside = {
    fetch: (async (url: unknown, init: RequestInit) => {
      asked.push({ url: String(url), init });
      return server(String(url), init);
    }) as typeof fetch,
    now: () => 0,
    random: () => 0,
    sleep: async () => undefined,
    signal: new AbortController().signal,
  };
  const graph = new GraphClient(outside, { token: async () => 'token' });
  const espo = new EspoClient(outside, { site: SITE, userName: 'anna', token: TOKEN });
  return { asked, outside, graph, espo };
}
const failed = (promise: Promise<unknown>): Promise<SyncError> =>
  promise.then(
    (value) => expect.unreachable(JSON.stringify(value)?.slice(0, 200)),
    (error: SyncError) => error,
  );
const GET = { method: 'GET', path: '/me' } as const;
const LIST = { method: 'GET', path: 'Meeting' } as const;

/** Never ends, as far as anybody has the patience. */
const endless = () =>
  new Response(new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(1024 * 1024).fill(32)) }));

describe('an answer without measure is a named error of its side', () => {
  it.each<[string, () => Response, string]>([
    ['without an end', endless, 'an answer that is too large'],
    [
      'that says it has 200 MB',
      () => new Response('x', { headers: { 'content-length': '200000000' } }),
      'an answer that is too large',
    ],
    ['a million deep', () => new Response('['.repeat(1_000_000)), 'an answer that is nested too deeply'],
    [
      'of two million parts',
      () => new Response(`[${'{},'.repeat(2_000_000)}1]`),
      'an answer that is of too many parts',
    ],
  ])(
    '%s',
    async (_, answer, detail) => {
      const { graph, espo } = clients(answer);
      expect(await failed(graph.send(GET))).toMatchObject({ code: 'ms.unreadable', detail });
      expect(await failed(espo.send(LIST))).toMatchObject({ code: 'espo.unreadable', detail });
    },
    60_000,
  );

  it('a page of HTML with status 200 is none of the two', async () => {
    const page = () => new Response('<h1>Sign in</h1>', { headers: { 'content-type': 'text/html' } });
    const { graph, espo } = clients(page);
    expect(await failed(graph.send(GET))).toMatchObject({ code: 'ms.unreadable' });
    expect(await failed(espo.send(LIST))).toMatchObject({ code: 'espo.signInBefore', detail: 'crm.example.test' });
    const one = clients((url) => (url.endsWith('/Settings') ? Response.json({}) : page()));
    expect(await one.espo.send(LIST)).toMatchObject({ garbled: true, body: undefined });
  });

  it('one event that is too large is unknown, and the others of the batch are read', async () => {
    const { graph } = clients((_, init) => {
      const { requests } = JSON.parse(String(init.body)) as { requests: { id: string; url: string }[] };
      if (requests.some(({ url }) => url.endsWith('3'))) return endless();
      return Response.json({ responses: requests.map(({ id, url }) => ({ id, status: 200, body: { url } })) });
    });
    const answers = await graph.batch([1, 2, 3, 4, 5].map((n) => ({ method: 'GET', path: `/me/events/${n}` })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 413, 200, 200]);
  });

  it('a page that is too large is asked for in smaller ones', async () => {
    const { graph, asked } = clients((_, init) =>
      JSON.stringify(init.headers).includes('maxpagesize=1"') ? Response.json({ value: [] }) : endless(),
    );
    const page = { ...GET, headers: { Prefer: 'odata.maxpagesize=50' } };
    expect((await graph.send(page)).status).toBe(200);
    expect(asked).toHaveLength(3);
  });
});

it('pages that go on for ever are given up', async () => {
  const { graph, asked } = clients(() => Response.json({ value: [] }));
  const link = 'https://graph.microsoft.com/v1.0/me/calendars?$skip=1';
  const walk = async () => {
    for (;;) await graph.follow(link, {});
  };
  expect(await failed(walk())).toMatchObject({ code: 'ms.unreadable', detail: 'pages without an end' });
  expect(asked.length).toBeLessThan(20);
  const company = new Company(1);
  const { operations } = await openOperations();
  const list = operations.find(({ name }) => name === 'EspoCRM: list');
  let n = 0;
  const server = clients((url) => {
    n += 1;
    const rows = Array.from({ length: 200 }, (_, i) => ({ id: `${n}-${i}`, assignedUserId: null }));
    return url.includes('Meeting') ? Response.json({ total: -1, list: rows }) : Response.json({});
  });
  expect(await failed(list?.ask({ ...server.outside, now: company.world.now }) ?? Promise.reject())).toMatchObject({
    code: 'espo.unreadable',
    detail: 'Meeting list without an end',
  });
}, 60_000);

describe('nothing that is secret goes anywhere else', () => {
  it('a link of Graph to another host, scheme or port is not followed', async () => {
    const { graph, asked } = clients(() => Response.json({}));
    for (const link of [
      'https://evil.example/v1.0/me',
      'http://graph.microsoft.com/v1.0/me',
      'https://graph.microsoft.com:8443/v1.0/me',
      'https://graph.microsoft.com.evil.example/v1.0/me',
      'https://graph.microsoft.com@evil.example/v1.0/me',
      'javascript:alert(1)',
      '/v1.0/me',
      '',
    ])
      expect(await failed((async () => graph.follow(link, {}))())).toMatchObject({ code: 'ms.unreadable' });
    expect(asked).toEqual([]);
  });

  it('neither side follows a redirect, and no cookie goes along', async () => {
    const { graph, espo, outside, asked } = clients(
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
    );
    await graph.send(GET).catch(() => undefined);
    expect(await failed(espo.send(LIST))).toMatchObject({
      code: 'espo.signInBefore',
      detail: 'crm.example.test leads on to another address',
    });
    expect(await failed(recognise(outside, 'crm.example.test'))).toMatchObject({
      code: 'espo.notEspo',
      detail: 'crm.example.test leads on to another address',
    });
    expect(asked.map(({ init }) => init.redirect)).toEqual(['error', 'manual', 'manual']);
    expect(new Set(asked.map(({ init }) => init.credentials))).toEqual(new Set(['omit']));
    expect(asked.map(({ url }) => new URL(url).host)).not.toContain('evil.example');
  });

  it('what EspoCRM repeats of a token is left out', async () => {
    const { espo } = clients((_, init) => {
      const sent = (init.headers as Record<string, string>)['Espo-Authorization'] as string;
      const headers = { 'X-Status-Reason': `not ${sent}` };
      return Response.json({ message: `${sent} ${TOKEN}` }, { status: 400, headers });
    });
    expect(await espo.send(LIST)).toMatchObject({ reason: 'not ', body: { message: ' ' } });
  });
});

/** Real servers and the real fetch: what a stand-in might be too kind for. */
describe('over a real connection', () => {
  let close = (): void => undefined;
  afterEach(() => {
    close();
    vi.restoreAllMocks();
  });
  async function listen(handler: RequestListener): Promise<string> {
    const server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = () => {
      server.closeAllConnections();
      server.close();
    };
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('an answer that never comes to its end is given up after its time', async () => {
    const base = await listen((_, response) => void response.writeHead(200).write('{"list":['));
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(200));
    const { outside } = await import('../../src/background/app/kept/services.ts');
    const espo = new EspoClient(
      { ...outside(new AbortController().signal), sleep: async () => undefined },
      { site: base, userName: 'anna', token: TOKEN },
    );
    expect(await failed(espo.send(LIST))).toMatchObject({ code: 'espo.unreachable' });
  });

  it('a redirect to another server does not reach it', async () => {
    let reached = 0;
    const base = await listen((request, response) => {
      if (request.url?.startsWith('/elsewhere')) reached += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const { outside } = clients(() => Response.json({}));
    const espo = new EspoClient({ ...outside, fetch }, { site: base, userName: 'anna', token: TOKEN });
    expect(await failed(espo.send(LIST))).toMatchObject({ code: 'espo.signInBefore' });
    expect(reached).toBe(0);
  });

  it('what Microsoft says that is no JSON is quoted nowhere', async () => {
    const base = await listen((_, response) => void response.end('{"access_token":"eyJ-secret", oops'));
    const error = await failed(cookielessNetwork.sendPostRequestAsync(base, { body: '' }));
    expect(String(error.stack)).not.toContain('eyJ');
  });
});
