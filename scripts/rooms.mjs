/**
 * The rooms of the house, from the top down: a file imports from its own room and from those that its room names, which all stand
 * below it. `npm run rooms` shows who imports whom, and fails on an arrow upwards; `npm run rooms -- --write` puts the walls into
 * .oxlintrc.json, and test/contract/rooms.test.ts breaks each of them once.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SYNC = ['person', 'write', 'pair', 'read', 'decide', 'model'].map((room) => `background/sync/${room}`);
const KEPT = ['background/auth', 'background/store', 'background/outlook', 'background/espo', 'background/net'];
const APP = ['handlers', 'tiles', 'previews', 'data', 'pages', 'accounts', 'runs', 'lists', 'said', 'kept'].map(
  (room) => `background/app/${room}`,
);
const ENGINE = ['background/sync', ...SYNC];
/** All that a side of the engine, or its store, needs of it. */
const WORDS = ['background/sync/decide', 'background/sync/model'];
const POPUP = [
  'first-run',
  'overview',
  'activity',
  'why',
  'check',
  'about',
  'needs',
  'settings',
  'preview',
  'status',
  'connect',
].map((room) => `popup/${room}`);

/** The pure core knows valibot and no other package (the linter's expressions look at nothing ahead): no browser, store, network or machine. */
const CORE_PACKAGES = '^([^.v]|v[^a])';
/** Pages and content scripts reach nothing that belongs to the worker. */
const WORKER_PACKAGES = '^(dexie|@azure|htmlparser2|windows-iana)';

/** Room (folder of src, without its sub-folders): the rooms that it may import from. Each stands below it. */
export const ROOMS = {
  background: ['background/app', 'background/app/runs', 'background/app/said', 'background/app/kept'],
  'background/app': [...APP, ...ENGINE, ...KEPT],
  ...Object.fromEntries(APP.map((room, i) => [room, [...APP.slice(i + 1), ...ENGINE, ...KEPT]])),
  'background/auth': ['background/store', 'background/espo', 'background/net'],
  'background/store': WORDS,
  'background/outlook': [...WORDS, 'background/net'],
  'background/espo': [...WORDS, 'background/net'],
  'background/net': [],
  'background/sync': SYNC,
  ...Object.fromEntries(SYNC.map((room, i) => [room, SYNC.slice(i + 1)])),
  popup: [...POPUP, 'popup/parts', 'popup/model'],
  ...Object.fromEntries(POPUP.map((room, i) => [room, [...POPUP.slice(i + 1), 'popup/parts', 'popup/model']])),
  'popup/parts': ['popup/model'],
  'popup/model': [],
  content: ['content/card', 'content/draw', 'content/look', 'content/recognise', 'content/common'],
  'content/card': ['content/common'],
  'content/draw': ['content/recognise', 'content/common'],
  'content/look': ['content/recognise', 'content/common'],
  'content/recognise': ['content/common'],
  'content/common': [],
  shared: [],
};

/** What all may know. */
const COMMON = 'shared';

/** Past every wall: a way with a bend in it, or out of src to what is not shipped. */
const DETOURS = {
  regex: '[^./]/\\.\\./|^\\./\\.|^(\\.\\./)+(src|test|scripts)/',
  message: 'By the shortest way, from src only: by it the walls know a room (scripts/rooms.mjs).',
};

const packagesOf = (room) =>
  room.startsWith('background/sync')
    ? [{ regex: CORE_PACKAGES, message: 'sync knows no browser, store, network or machine.' }]
    : room.startsWith('background')
      ? []
      : [{ regex: WORKER_PACKAGES, message: 'That belongs to the worker.' }];

/** How a file of one room would name a file of another. */
export function specifierOf(from, to) {
  const steps = path.posix.relative(from, to) || '.';
  return steps.startsWith('.') ? steps : `./${steps}`;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The rooms that a room may not import from. */
export const closedTo = (room) =>
  Object.keys(ROOMS).filter((other) => other !== room && other !== COMMON && !ROOMS[room].includes(other));

/** The walls as overrides of oxlint: a file of a room that names a file of a closed one is an error. */
export function walls() {
  return Object.keys(ROOMS).map((room) => ({
    files: [`src/${room}/*.ts`, `src/${room}/*.tsx`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: closedTo(room)
                .map((other) => `^${escaped(specifierOf(room, other))}/[^/]+$`)
                .join('|'),
              message: `${room} imports only from ${[...ROOMS[room], COMMON].join(', ')} (scripts/rooms.mjs).`,
            },
            DETOURS,
            ...packagesOf(room),
          ],
        },
      ],
    },
  }));
}

const isWall = ({ files }) => Object.keys(ROOMS).some((room) => files?.[0] === `src/${room}/*.ts`);

/** The configuration with today's walls in place of those that stand there. Before the exceptions for tests, which come last. */
export function withWalls(config) {
  const others = config.overrides.filter((one) => !isWall(one));
  const tests = others.findIndex(({ files }) => files.includes('**/*.test.ts'));
  return { ...config, overrides: [...others.slice(0, tests), ...walls(), ...others.slice(tests)] };
}

/** Source files of the product, tests aside. */
function sources(folder = 'src') {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(file);
    return /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file) ? [file] : [];
  });
}

const roomOf = (file) => path.posix.dirname(file).replace(/^src\//, '');

/** What a file imports by a way: by name, for its effect, or late. */
export const importsIn = (text) =>
  [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*'(\.{1,2}\/[^']+)'/gm)].map(([, specifier]) => specifier);

/** Every import between two files of the product, as the rooms they stand in. */
export function arrows() {
  const all = sources().flatMap((file) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    return importsIn(text).map((specifier) => {
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
      return { file, target, from: roomOf(file), to: roomOf(target) };
    });
  });
  // Texts and the changelog stand in no room.
  return all.filter(({ target }) => target.startsWith('src/'));
}

/** Arrows that no room may have: upwards, or into a room that is not named. */
export const wrongArrows = () =>
  arrows().filter(({ from, to }) => from !== to && to !== COMMON && !(ROOMS[from] ?? []).includes(to));

/** Lines of each file, by room. */
export function sizes() {
  const rooms = new Map();
  for (const file of sources()) {
    const lines = readFileSync(path.join(ROOT, file), 'utf8').trimEnd().split('\n').length;
    rooms.set(roomOf(file), [...(rooms.get(roomOf(file)) ?? []), { file, lines }]);
  }
  return rooms;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

function show() {
  const rooms = sizes();
  for (const room of Object.keys(ROOMS)) {
    const files = rooms.get(room) ?? [];
    const counts = new Map();
    for (const { to } of arrows().filter(({ from, to }) => from === room && to !== room))
      counts.set(to, (counts.get(to) ?? 0) + 1);
    const down = [...counts].map(([to, count]) => `${to} ${count}`).join(', ');
    console.log(
      `${room}: ${files.length} files, ${files.reduce((sum, { lines }) => sum + lines, 0)} lines -> ${down || '-'}`,
    );
  }
  const all = [...rooms.values()].flat();
  console.log(
    `\n${all.length} files, median ${median(all.map(({ lines }) => lines))} lines, longest ${Math.max(...all.map(({ lines }) => lines))}; ` +
      `the median room has ${median([...rooms.values()].map((files) => files.length))} files.`,
  );
  const unknown = [...rooms.keys()].filter((room) => !(room in ROOMS));
  const wrong = wrongArrows();
  for (const room of unknown) console.log(`No room of that name: ${room}`);
  for (const { file, target } of wrong) console.log(`Not allowed: ${file} -> ${target}`);
  return wrong.length + unknown.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const config = path.join(ROOT, '.oxlintrc.json');
  if (process.argv.includes('--write'))
    writeFileSync(config, `${JSON.stringify(withWalls(JSON.parse(readFileSync(config, 'utf8'))), null, 2)}\n`);
  if (!show()) process.exitCode = 1;
}
