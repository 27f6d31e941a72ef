import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { toSyncError } from '../../src/shared/codes.ts';
import { meeting, scene, timed } from '../simulation/scene.ts';

type Scene = Awaited<ReturnType<typeof scene>>;

/** How three runs end where some answers are others. */
async function ends(
  s: Scene,
  to: (url: string) => boolean,
  change: (text: string) => string,
  more: Record<string, string> = {},
) {
  const { fetch } = s.company;
  const asked: string[] = [];
  s.company.fetch = async (input, init) => {
    asked.push(new URL(String(input)).pathname);
    const response = await fetch(input, init);
    if (!to(String(input))) return response;
    const text = await response.text();
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    return new Response(text === '' ? null : change(text), { status: response.status, headers });
  };
  const said: string[] = [];
  for (let i = 0; i < 3; i += 1)
    said.push(
      await s.run().then(
        (report) => [writesOf(report), ...report.parts.map(({ code }) => code)].join(' '),
        (error: unknown) => toSyncError(error).code,
      ),
    );
  return { said, asked };
}
const isEspo = (url: string): boolean => url.includes('crm.example.test');
const isGraph = (url: string): boolean => url.includes('graph');

/** An answer in which the event with that subject says more, or something else. */
function withO(text: string, more: Record<string, unknown>): string {
  const fix = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fix);
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fix(one)]));
    return copy['subject'] === 'O' ? { ...copy, ...more } : copy;
  };
  return JSON.stringify(fix(JSON.parse(text)));
}

describe('a Date header that no clock can show counts as none', () => {
  it.each([
    'Sat, 13 Sep 275760 00:00:00 GMT',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'Mon, 01 Jan 0001 00:00:00 GMT',
    '-271821-04-20',
  ])('%s', async (date) => {
    for (const side of [isEspo, isGraph]) {
      const s = await scene('both');
      s.mailbox.createEvent('default', timed('O'));
      s.anna.create('Meeting', meeting('E', s.anna.id, '2026-12-03'));
      expect((await ends(s, side, (text) => text, { date })).said).toEqual(['2', '0', '0']);
    }
  });
});

describe('an id that would lead a request somewhere else, or is a member of every object, is no id', () => {
  it.each(['.', '..', '../App/user', 'a/b', '%2e%2e', 'x?y=1', ' ', 'constructor', '__proto__'])(
    'of a record: %j',
    async (id) => {
      const s = await scene('both');
      const row = s.anna.create('Meeting', meeting('E', s.anna.id, '2026-12-03'));
      s.anna.create('Meeting', meeting('Good', s.anna.id, '2026-12-04'));
      const { said, asked } = await ends(
        s,
        (url) => url.includes('/api/v1/Meeting'),
        (text) => text.replaceAll(JSON.stringify(row.id), JSON.stringify(id)),
      );
      expect(said.join()).not.toMatch(/bug/);
      expect(
        asked.filter((path) => path.startsWith('/api/v1/') && !/^\/api\/v1\/[A-Z]\w+(\/[\w-]+)?$/.test(path)),
      ).toEqual([]);
      expect(s.subjects()).toEqual(['Good']);
    },
  );

  it.each(['.', '..', 'constructor', '__proto__'])('of an event: %j', async (id) => {
    const s = await scene('both');
    s.mailbox.createEvent('default', timed('O'));
    s.mailbox.createEvent('default', timed('Good', '2026-12-07'));
    const { said, asked } = await ends(s, isGraph, (text) => withO(text, { id }));
    expect(said.join()).not.toMatch(/bug/);
    expect(asked.filter((path) => /\/me\/$|\/v1\.0\/$|events\/$/.test(path))).toEqual([]);
    expect(s.names()).toEqual(['Good']);
  });
});

it.each([
  ['type', { type: 'constructor' }],
  ['response', { responseStatus: { response: 'toString' } }],
  [
    'response of a guest',
    { attendees: [{ type: 'required', status: { response: 'constructor' }, emailAddress: guest() }] },
  ],
])('a %s with the name of a member of every object is an unknown one', async (_, more) => {
  const s = await scene('both');
  s.mailbox.createEvent('default', timed('O'));
  s.mailbox.createEvent('default', timed('Good', '2026-12-07'));
  const { said } = await ends(s, isGraph, (text) => withO(text, more));
  expect(said.join()).not.toMatch(/bug/);
  expect(s.names()).toContain('Good');
});

function guest() {
  return { name: 'B', address: 'b@fabrikam.example' };
}
