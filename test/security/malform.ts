/** Makes of a good answer one that no server should send: another status, another text, another tree. By a seeded chance. */
import type { SandboxResponse } from '../sandbox/http.ts';

export type Chance = () => number;

const pick = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
const deep = (n: number) => '{"value":['.repeat(n / 2) + ']}'.repeat(n / 2);
const garbage = (chance: Chance, n: number) =>
  String.fromCharCode(...Array.from({ length: n }, () => Math.floor(chance() * 0x10000))).toWellFormed();

type Text = (body: string, chance: Chance) => string;
const TEXTS: readonly Text[] = [
  () => '',
  () => '<!doctype html><title>Sign in</title><h1>Sign in</h1>',
  () => 'null',
  () => '[]',
  () => '{}',
  () => '"text"',
  () => '1e999',
  () => deep(90),
  () => deep(10_000),
  () => '['.repeat(5000),
  (_, chance) => garbage(chance, 200),
  (body, chance) => body.slice(0, Math.floor(chance() * body.length)),
  (body) => body + body,
  (body, chance) => {
    const at = Math.floor(chance() * body.length);
    return body.slice(0, at) + garbage(chance, 3) + body.slice(at + 3);
  },
  (body) => `[${body}]`,
  (body) => JSON.stringify({ value: body, list: body, responses: body }),
  (body) => body.replaceAll('"id"', '"ID"'),
  (body) => `{"__proto__":{"list":[]},"constructor":1,${body.slice(1)}`,
];

/** What stands in the place of something else. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  '\0',
  '\ud800',
  '../../..',
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  [],
  [null],
  [[]],
  {},
  { id: null },
  { id: '..' },
  { id: 'constructor' },
  '.',
  { __proto: 1, constructor: 2, toString: '', valueOf: [] },
  'x'.repeat(20_000),
  '9999-99-99 99:99:99',
  '2026-02-31T25:61:61',
  { '': {} },
];

type Tree = { [key: string]: unknown };

/** A random place in a tree, as its owner and its key there. */
function place(root: unknown, chance: Chance): { owner: Tree; key: string } | undefined {
  let found: { owner: Tree; key: string } | undefined;
  let at = root;
  while (typeof at === 'object' && at !== null) {
    const keys = Object.keys(at);
    if (keys.length === 0) break;
    const key = pick(chance, keys);
    found = { owner: at as Tree, key };
    if (chance() < 0.15) break;
    at = (at as Tree)[key];
  }
  return found;
}

function tree(body: string, chance: Chance): string {
  let root: unknown;
  try {
    root = JSON.parse(body);
  } catch {
    return '{';
  }
  for (let times = 1 + Math.floor(chance() * 3); times > 0; times -= 1) {
    const spot = place(root, chance);
    if (!spot) return pick(chance, ['7', 'false', '[[]]']);
    const { owner, key } = spot;
    const way = chance();
    if (way < 0.6) owner[key] = structuredClone(pick(chance, STRANGE));
    else if (way < 0.75) delete owner[key];
    else if (way < 0.9) owner[key] = [owner[key], owner[key]];
    else owner[pick(chance, ['id', 'list', 'value', 'total', '@removed', 'deleted', '@odata.nextLink'])] = owner[key];
  }
  return JSON.stringify(root);
}

const STATUSES = [
  0, 100, 201, 202, 204, 206, 301, 302, 304, 307, 399, 400, 401, 402, 404, 409, 410, 412, 418, 422, 500, 501, 599,
];

/** Of another form as a whole: nothing in it can pass for what somebody did. */
export function misshapen({ status, headers, body }: SandboxResponse, chance: Chance): SandboxResponse {
  if (chance() < 0.3)
    return { status: pick(chance, [204, 206, 302, 400, 418, 500, 502]), headers, body: '<h1>Oops</h1>' };
  return { status, headers, body: pick(chance, TEXTS)(body, chance) };
}

/** Never the answer itself: whatever comes of it is not what the server said. */
export function malformed({ status, headers, body }: SandboxResponse, chance: Chance): SandboxResponse {
  const way = chance();
  if (way < 0.6) return { status, headers, body: tree(body, chance) };
  if (way < 0.85) return { status, headers, body: pick(chance, TEXTS)(body, chance) };
  const strange: [string, string][] = [
    [
      'Date',
      pick(chance, [
        '',
        'yesterday',
        '9999-99-99',
        'Sat, 13 Sep 275760 00:00:00 GMT',
        'Mon, 01 Jan 0001 00:00:00 GMT',
        'Thu, 01 Jan 1970 00:00:00 GMT',
      ]),
    ],
    ['Retry-After', pick(chance, ['', '-1', '0', '1e9', 'NaN', 'soon', '9'.repeat(400)])],
    ['WWW-Authenticate', pick(chance, ['Bearer claims="%%%"', 'Bearer claims="eyJ4Ijox"', ''])],
    ['Location', 'https://evil.example/'],
    ['X-Status-Reason', 'x'.repeat(5000)],
    ['Content-Type', pick(chance, ['text/html', 'image/png', ''])],
  ];
  const text = chance() < 0.5 ? body : pick(chance, TEXTS)(body, chance);
  return { status: chance() < 0.3 ? status : pick(chance, STATUSES), headers: [...headers, ...strange], body: text };
}
