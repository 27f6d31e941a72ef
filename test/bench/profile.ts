/** npm run bench -- --profile: where the time of a first sync at 0 ms, and of comparing pairs, goes by cause. */
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { SourceMap } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';
import { filled, realFilled, type Way } from './initial.ts';
import { comparePairs } from './pairs.ts';

const N = 1000;
/** Microseconds. */
const INTERVAL = 200;

/** By the file that the innermost frame of ours came from; the first that fits. */
const CAUSES: [cause: string, file: RegExp][] = [
  ["the bench's store", /\/test\/(simulation\/|bench\/(store|indexes|timed-store))/],
  ['stand-ins of the servers', /\/test\//],
  ['rows of the store', /\/background\/store\//],
  ['schemas', /valibot|\/schema\.ts/],
  ['clients: JSON, batches, pace', /\/background\/net\/|\/client\.ts|\/(outlook|espo)\/(batch|requests|request)/],
  ['bodies to text', /\/outlook\/(html|text|html-text|link-address)\.ts|\/sync\/model\/cut-text/],
  ["Outlook's port", /\/background\/outlook\//],
  ["EspoCRM's port", /\/background\/espo\//],
  ['engine: reading', /\/sync\/read\//],
  ['engine: pairing', /\/sync\/pair\//],
  ['engine: deciding', /\/sync\/(decide|model)\//],
  ['engine: writing', /\/sync\//],
];
const GARBAGE = 'garbage';
const RUNTIME = 'promises and the rest of the runtime';

type Spent = Map<string, number>;

interface Frame {
  functionName: string;
  url: string;
  lineNumber: number;
  columnNumber: number;
}
interface Node {
  id: number;
  callFrame: Frame;
  children?: number[];
}

/** Source files of the bundle that runs here. */
function sources(): (frame: Frame) => string {
  const file = process.argv[1] as string;
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const here = String(pathToFileURL(file));
  return ({ url, lineNumber, columnNumber }) => {
    if (url !== here) return '';
    const entry = map.findEntry(lineNumber, columnNumber);
    return 'originalSource' in entry ? `/${entry.originalSource}` : '';
  };
}

function causeOf(chain: readonly Frame[], sourceOf: (frame: Frame) => string): string {
  if (chain[0]?.functionName === '(idle)') return '';
  if (chain[0]?.functionName === '(garbage collector)') return GARBAGE;
  // The profiler's own beginning.
  if (chain.some(({ url }) => url === 'node:inspector')) return '';
  for (const frame of chain) {
    const source = sourceOf(frame);
    const found = source && CAUSES.find(([, file]) => file.test(source));
    if (found) return found[0];
  }
  return RUNTIME;
}

async function spentIn(session: Session, task: () => Promise<unknown>, spent: Spent): Promise<void> {
  await session.post('Profiler.start');
  await task();
  const { profile } = await session.post('Profiler.stop');
  const nodes = new Map((profile.nodes as Node[]).map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const { id, children } of nodes.values()) for (const child of children ?? []) parents.set(child, id);
  const sourceOf = sources();
  const causes = new Map<number, string>();
  for (const id of nodes.keys()) {
    const chain: Frame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
      chain.push((nodes.get(at) as Node).callFrame);
    causes.set(id, causeOf(chain, sourceOf));
  }
  // Each sample is one interval of this thread: while another program has its turn none is taken, though the clock goes on.
  for (const id of profile.samples ?? []) {
    const cause = causes.get(id) ?? '';
    if (cause !== '') spent.set(cause, (spent.get(cause) ?? 0) + INTERVAL / 1000);
  }
}

/** Milliseconds of one run by cause, the mean of several. */
export async function profiles(bench: Bench): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
  const columns: [string, Spent][] = [];
  const first =
    (fill: typeof filled | typeof realFilled, way: Way) =>
    async (spent: Spent | undefined): Promise<void> => {
      const desk = await fill(way, N, { quota: false });
      await (spent ? spentIn(session, () => desk.run(), spent) : desk.run());
    };
  const tasks: [string, (spent: Spent | undefined) => Promise<void>][] = [
    ['o2e', first(filled, 'o2e')],
    ['e2o', first(filled, 'e2o')],
    ['o2e, real', first(realFilled, 'o2e')],
    ['e2o, real', first(realFilled, 'e2o')],
  ];
  for (const [name, task] of tasks) {
    // The first runs compile the code.
    await task(undefined);
    await task(undefined);
    const spent: Spent = new Map();
    for (let run = 0; run < bench.runs; run += 1) await task(spent);
    columns.push([name, spent]);
  }
  const compared: Spent = new Map();
  await comparePairs(bench.runs, (task) => spentIn(session, task, compared));
  columns.push(['10,000 pairs', compared]);
  session.disconnect();
  bench.say(`milliseconds by cause, the mean of ${bench.runs} runs\n${markdown(columns, bench.runs)}`);
}

function markdown(columns: readonly (readonly [string, Spent])[], runs: number): string {
  const causes = [...CAUSES.map(([cause]) => cause), GARBAGE, RUNTIME];
  const ms = (spent: Spent, cause: string): number => (spent.get(cause) ?? 0) / runs;
  const all = (spent: Spent): number => causes.reduce((sum, cause) => sum + ms(spent, cause), 0);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['cause', ...columns.map(([name]) => name)]),
    row(['---', ...columns.map(() => '---:')]),
    ...causes.map((cause) => row([cause, ...columns.map(([, spent]) => ms(spent, cause).toFixed(0))])),
    row(['all', ...columns.map(([, spent]) => all(spent).toFixed(0))]),
  ].join('\n');
}
