import { describe, expect, it } from 'vitest';
import type { Feed } from '../sync/model/port';
import { GraphClient, type GraphRequest } from './client';
import { OutlookPort } from './port';
import { parsePage } from './schema';
import { UTC } from './write-zone';

interface Asked {
  method: string;
  path: string;
  members: { id: string; method: string; url: string; headers: Record<string, string> }[];
}
type Answer = [status: number, body: unknown, headers?: Record<string, string>];

/** A client whose server is a function. Text is sent as it is, everything else as JSON. */
function bench(server: (asked: Asked) => Answer) {
  const asked: Asked[] = [];
  const tokens: object[] = [];
  const waits: number[] = [];
  const client = new GraphClient(
    {
      fetch: async (url, init) => {
        const body = init?.body ? (JSON.parse(String(init.body)) as { requests?: Asked['members'] }) : {};
        const path = String(url).replace('https://graph.microsoft.com/v1.0', '');
        const one: Asked = { method: init?.method ?? 'GET', path, members: body.requests ?? [] };
        asked.push(one);
        const [status, answer, headers] = server(one);
        const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
        return new Response(status === 204 ? null : text, { status, headers: headers ?? {} });
      },
      now: () => 0,
      random: () => 0.5,
      sleep: async (ms) => void waits.push(ms),
      signal: new AbortController().signal,
    },
    {
      token: async (options) => {
        tokens.push(options ?? {});
        return 'token';
      },
    },
  );
  return { client, asked, tokens, waits };
}

const get = (path: string): GraphRequest => ({ method: 'GET', path });
const post: GraphRequest = { method: 'POST', path: '/me/events', body: {} };
const html = '<html><body>Service unavailable</body></html>';
/** The n-th envelope's members with these statuses. */
const inTurn =
  (...rounds: ((member: Asked['members'][number]) => [status: number, headers?: Record<string, unknown>])[]) =>
  ({ members }: Asked): Answer => {
    const round = rounds.length > 1 ? rounds.shift() : rounds[0];
    return [
      200,
      {
        responses: members.map((member) => {
          const [status, headers] = round?.(member) ?? [200];
          return { id: member.id, status, headers, body: { id: member.url } };
        }),
      },
    ];
  };

describe('conditional access', () => {
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
  const challenge = { 'WWW-Authenticate': `Bearer error="insufficient_claims", claims="${btoa(claims)}"` };

  it.each([401, 403])('asks by %i for a token with its claims, once, and then for the user', async (status) => {
    const { client, tokens } = bench(() => [status, {}, challenge]);
    await expect(client.send(get('/me'))).rejects.toMatchObject({ code: 'ms.signInNeeded' });
    expect(tokens).toEqual([{}, { force: true, claims }]);
  });

  it('is not what a 403 without claims says: that comes back as it is', async () => {
    const { client, tokens } = bench(() => [403, { error: { code: 'ErrorAccessDenied' } }]);
    expect((await client.send(get('/me'))).status).toBe(403);
    expect(tokens).toHaveLength(1);
  });
});

describe('one request', () => {
  it('is repeated when a gateway answers its trouble as HTML', async () => {
    let times = 0;
    const { client } = bench(() => (++times < 3 ? [503, html] : [200, { value: [] }]));
    expect((await client.send(get('/me'))).status).toBe(200);
  });

  it('is repeated after a 412 that no precondition of ours caused', async () => {
    let times = 0;
    const { client } = bench(() => (++times < 2 ? [412, { error: { code: 'ErrorIrresolvableConflict' } }] : [200, {}]));
    expect((await client.send(get('/me/calendars'))).status).toBe(200);
  });

  it('says that an answer is cut off or no JSON', async () => {
    const { client } = bench(() => [200, '{"value":[{"id":']);
    await expect(client.send(get('/me'))).rejects.toMatchObject({ code: 'ms.unreadable' });
  });

  it('follows no link that is none', async () => {
    const { client } = bench(() => [200, {}]);
    expect(() => client.follow('not a link', {})).toThrow(/ms.unreadable/);
  });
});

describe('a batch', () => {
  it('renews the token once when members answer 401, and asks only those again', async () => {
    const { client, asked, tokens } = bench(
      inTurn(
        ({ id }) => [id === '1' ? 401 : 200],
        () => [200],
      ),
    );
    const answers = await client.batch([get('/a'), get('/b')]);
    expect(answers.map((a) => a.status)).toEqual([200, 200]);
    expect(asked.map(({ members }) => members.length)).toEqual([2, 1]);
    expect(tokens).toEqual([{}, { force: true, claims: undefined }]);
  });

  it('gives up on members that answer 401 with a new token, too', async () => {
    const { client, asked } = bench(inTurn(() => [401]));
    expect((await client.batch([get('/a')])).map((a) => a.status)).toEqual([401]);
    expect(asked.length).toBe(2);
  });

  it('asks reading members again after a 5xx, writing ones only after a 503 or a 429', async () => {
    const { client, asked } = bench(
      inTurn(
        () => [504],
        () => [200],
      ),
    );
    expect((await client.batch([get('/a'), post])).map((a) => a.status)).toEqual([200, 504]);
    expect(asked[1]?.members.map((m) => m.method)).toEqual(['GET']);
  });

  it('does not repeat an envelope with writes whose fate is unknown', async () => {
    const { client, asked } = bench(() => [504, html]);
    await expect(client.batch([post])).rejects.toMatchObject({ code: 'ms.server' });
    expect(asked.length).toBe(1);
  });

  it('keeps the answers of the others when a member would have to wait too long', async () => {
    const { client, waits } = bench(inTurn(({ id }) => (id === '0' ? [429, { 'Retry-After': 86_400 }] : [201])));
    expect((await client.batch([post, post])).map((a) => a.status)).toEqual([429, 201]);
    expect(waits).toEqual([]);
  });

  it('reads members without headers, and comes to an end with ones that stay throttled', async () => {
    const bare = bench(({ members }) => [
      200,
      { responses: members.map(({ id }) => ({ id, status: 200, headers: null })) },
    ]);
    expect((await bare.client.batch([get('/a')])).map((a) => a.status)).toEqual([200]);
    const busy = bench(inTurn(() => [429, { 'retry-after': '1' }]));
    expect((await busy.client.batch([get('/a')])).map((a) => a.status)).toEqual([429]);
    expect(busy.waits.length).toBe(4);
  });
});

const when = { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' };
const event = (more: object = {}) => ({ id: 'e', subject: 'E', start: when, end: when, ...more });

describe('a page', () => {
  it('may say with null that there is no further one', () => {
    expect(parsePage({ value: [], '@odata.nextLink': null, '@odata.deltaLink': 'x' })).toMatchObject({
      next: undefined,
      delta: 'x',
    });
  });

  it('tells a removal by any reason, and takes no event without times for one of 1970', () => {
    const { events, removed } = parsePage({
      value: [{ id: 'gone', '@removed': { reason: null } }, { id: 'half', subject: 'No times' }, event()],
    });
    expect(removed).toEqual(['gone']);
    expect(events.map(({ id }) => id)).toEqual(['e']);
  });
});

function portOver(server: (asked: Asked) => Answer, calendars = ['c']) {
  const { client, asked } = bench(server);
  const seen: string[] = [];
  const port = new OutlookPort({
    client,
    site: 's',
    zone: UTC,
    calendars,
    calendarGone: async () => void seen.push('gone'),
    now: () => 0,
  });
  return { port, asked, seen };
}
const update = (etag: string) =>
  [
    {
      op: 'update',
      key: 'k',
      ref: 'e',
      feed: 'c',
      fields: { title: 'New' },
      expect: { side: 'outlook', etag },
    },
  ] as never;

describe('the port', () => {
  it.each([
    ['W/"abc"', { '@odata.etag': '"abc"' }, '"abc"'],
    ['W/"abc"', { '@odata.etag': null, changeKey: 'abc' }, 'W/"abc"'],
    ['', { '@odata.etag': null }, undefined],
  ])('takes %s and %o for the same state', async (stored, shown, sent) => {
    const { port, asked } = portOver(({ members }) => [
      200,
      { responses: members.map(({ id }) => ({ id, status: 200, body: event(shown) })) },
    ]);
    const kinds: string[] = [];
    for await (const group of port.write(update(stored))) kinds.push(...group.map(({ result }) => result.kind));
    expect(kinds).toEqual(['ok']);
    expect(asked.at(-1)?.members[0]?.headers['If-Match']).toBe(sent);
  });

  it('asks for what was linked in a calendar that is gone, instead of failing every run', async () => {
    const feed: Feed = { id: 'c', from: 0, until: 1 };
    const read = async (all: number) => {
      const { port, seen } = portOver(({ path }) =>
        path === '/me/calendars?$top=1&$select=id'
          ? [all, { value: [] }]
          : [404, { error: { code: 'ErrorItemNotFound' } }],
      );
      const pages = [];
      for await (const page of port.changes(feed, undefined)) pages.push(page);
      return { pages, seen };
    };
    expect(await read(200)).toMatchObject({ pages: [{ items: [], restarted: true, last: true }], seen: ['gone'] });
    await expect(read(403)).rejects.toMatchObject({ code: 'ms.refused' });
  });

  it('says "unknown" of what only a broken calendar could tell', async () => {
    const answer = (url: string): number => (url.startsWith('/me/calendars/broken') ? 500 : 404);
    const { port } = portOver(
      ({ members }) => [
        200,
        {
          value: [{ id: 'c' }, { id: 'broken' }],
          responses: members.map(({ id, url }) => {
            if (url.startsWith('/me/events/e?$select=')) return { id, status: 200, body: event() };
            if (url === '/me/calendars/c?$select=id') return { id, status: 200, body: {} };
            return { id, status: answer(url) };
          }),
        },
      ],
      ['c', 'broken'],
    );
    const suspect = { ref: 'e', feed: 'c', iCalUId: '', originalStart: '', start: 0 };
    expect(await port.prove([suspect])).toMatchObject([{ kind: 'unknown' }]);
  });

  it('says "unknown" of an event that may be the one that cannot be read', async () => {
    const odd = { ...event(), id: 'under another id', start: { dateTime: 'soon', timeZone: 'UTC' } };
    const { port } = portOver(
      ({ members }) => [
        200,
        {
          value: [{ id: 'c' }],
          responses: members.map(({ id, url }) => {
            if (url.includes('iCalUId')) return { id, status: 200, body: { value: [odd] } };
            return url === '/me/calendars/c?$select=id' ? { id, status: 200, body: {} } : { id, status: 404 };
          }),
        },
      ],
      ['c'],
    );
    const suspect = { ref: 'e', feed: 'c', iCalUId: 'u', originalStart: '', start: 0 };
    expect(await port.prove([suspect])).toMatchObject([{ kind: 'unknown' }]);
  });

  it('goes on without default ids when the translation is no translation', async () => {
    const { port } = portOver(() => [200, { value: null }]);
    expect(await port.translate(['a'])).toEqual(['']);
  });
});
