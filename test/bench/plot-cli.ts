/** npx tsx test/bench/plot-cli.ts FILE...: docs/growth.svg and docs/fleet.svg from what `npm run bench -- --json FILE` wrote. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Axis, type Chart, type Line, svg } from './svg.ts';

interface Cost {
  ms: number;
  requests: number;
}
interface Row {
  n: number;
  first?: Cost;
  idle: Cost;
  toEspo: Cost;
  toOutlook: Cost;
}
interface Fleet {
  browsers: number;
  cores: number;
  series: Record<string, { outcome: { mean: number }; minutes: { asked: number; failed: number }[] }>;
}
interface Notes {
  growth?: Row[];
  fleet?: Fleet;
}

const BLUE = '#1f6f8b';
const ORANGE = '#c8641b';
const GREEN = '#4b8b3b';
const GREY = '#8a979e';

const sizes: Axis = {
  from: 90,
  to: 60_000,
  log: true,
  ticks: [100, 1000, 10_000, 50_000],
  label: (n) => n.toLocaleString('en'),
  title: 'linked meetings',
};

const powers = (from: number, to: number, title: string, label: (value: number) => string): Axis => {
  const ticks: number[] = [];
  for (let tick = from; tick <= to; tick *= 10) ticks.push(Number(tick.toPrecision(1)));
  return { from, to, log: true, ticks, label, title };
};

function growth(rows: readonly Row[]): Chart[] {
  const line = (name: string, colour: string, of: (row: Row) => number | undefined): Line => ({
    name,
    colour,
    points: rows.flatMap((row): [number, number][] => {
      const value = of(row);
      return value === undefined ? [] : [[row.n, Math.max(0.1, value)]];
    }),
    dots: true,
  });
  const lines = (of: (cost: Cost) => number): Line[] => [
    line('first sync', BLUE, (row) => row.first && of(row.first)),
    line('ten edits', ORANGE, (row) => Math.max(of(row.toEspo), of(row.toOutlook))),
    line('nothing new', GREEN, (row) => of(row.idle)),
  ];
  const time = powers(0.1, 100_000, 'time of the engine', (ms) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`));
  const requests = powers(1, 100_000, 'requests', (n) => n.toLocaleString('en'));
  return [
    { title: 'Time of a run, without the servers', x: sizes, y: time, lines: lines(({ ms }) => ms) },
    { title: 'Requests of a run', x: sizes, y: requests, lines: lines((cost) => cost.requests) },
  ];
}

const hours: Axis = {
  from: 7 * 60,
  to: 18 * 60,
  ticks: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map((hour) => hour * 60),
  label: (minute) => `${minute / 60}:00`,
  title: 'time of day',
};

function fleet({ browsers, cores, series }: Fleet): Chart[] {
  return Object.entries(series).map(([name, { outcome, minutes }]) => {
    const share = minutes.map(({ asked }, minute) => [minute, asked / 60_000 / cores] as const);
    const shown = share.filter(([minute]) => minute >= hours.from && minute < hours.to);
    const top = Math.min(1, Math.ceil(Math.max(...shown.map(([, y]) => y), 2.2 * outcome.mean) * 10) / 10);
    const flat = (y: number): Line['points'] => [
      [hours.from, y],
      [hours.to, y],
    ];
    const ticks = Array.from({ length: Math.round(top * 5) + 1 }, (_, i) => i / 5).filter((tick) => tick <= top);
    return {
      title: `${browsers.toLocaleString('en')} browsers, ${name}`,
      x: hours,
      y: { from: 0, to: top, ticks, label: (y) => `${Math.round(y * 100)} %`, title: `of ${cores} cores` },
      lines: [
        { name: 'asked of EspoCRM', colour: BLUE, points: shown },
        { name: 'mean', colour: GREY, points: flat(outcome.mean) },
        { name: 'twice the mean', colour: ORANGE, points: flat(Math.min(top, 2 * outcome.mean)) },
      ],
    };
  });
}

for (const file of process.argv.slice(2)) {
  const { notes } = JSON.parse(readFileSync(file, 'utf8')) as { notes: Notes };
  if (notes.growth)
    writeFileSync('docs/growth.svg', svg(growth(notes.growth), 'Time and requests by number of meetings'));
  if (notes.fleet)
    writeFileSync('docs/fleet.svg', svg(fleet(notes.fleet), 'What many browsers ask of one EspoCRM in a day'));
}
