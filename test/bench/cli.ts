/**
 * npm run bench -- [--json FILE] [--only name[,name]] [--runs 5] [--versus] [--fleet] [--profile]: the figures of issue 6 on this machine, each
 * with its spread; a table of the budgets; exit code 1 where one is missed. `--only` takes the beginnings of names.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { wholeNumber, words } from '../words.ts';
import type { Bench } from './bench.ts';
import { bundles } from './bundles.ts';
import { type Figure, figure } from './figures.ts';
import { fleet } from './fleet-report.ts';
import { inBrowser } from './in-browser.ts';
import { inNode } from './node.ts';
import { profiles } from './profile.ts';
import { ourSteps } from './steps.ts';
import { missed, table } from './table.ts';
import { N as NEIGHBOURS, versus } from './versus.ts';

const values = words({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string', default: '5' },
    versus: { type: 'boolean', default: false },
    fleet: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    node: { type: 'boolean', default: false },
    steps: { type: 'string' },
  },
});
// One side of --versus, in a process of its own.
if (values.steps !== undefined) {
  process.stdout.write(JSON.stringify(await ourSteps(NEIGHBOURS, Number(values.steps))));
  process.exit(0);
}
const only = values.only?.split(',');
const figures: Record<string, Figure & { unit: string; detail?: unknown }> = {};
const notes: Record<string, unknown> = {};
const started = Date.now();
const [load = 0] = loadavg();

const bench: Bench = {
  runs: wholeNumber('runs', values.runs, 1),
  wants: (...names) =>
    only === undefined || names.some((name) => only.some((one) => name.startsWith(one) || one.startsWith(`${name}.`))),
  figure(name, unit, list, detail) {
    const found = figure(list);
    figures[name] = { ...found, unit, ...(detail === undefined ? {} : { detail }) };
    bench.say(`${name}: ${found.median}${unit && ` ${unit}`} (${found.min} to ${found.max}, ${found.runs} runs)`);
    return found;
  },
  note(name, value) {
    notes[name] = value;
  },
  say: (line) => process.stdout.write(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}\n`),
};

if (load > cpus().length / 2) bench.say(`the machine is busy (load ${load.toFixed(1)}): times will be too long`);
// By themselves, or everything else with the fleet.
const alone = values.versus || values.fleet || values.profile;
if (!alone) {
  await inNode(bench);
  if (!values.node) {
    await bundles(bench, process.cwd());
    await inBrowser(bench);
  }
}
if (values.profile) await profiles(bench);
else if (!values.versus) fleet(bench);
else if (!(await versus(bench))) process.exitCode = 1;
const result = {
  at: new Date().toISOString(),
  machine: {
    cpus: cpus().length,
    model: cpus()[0]?.model,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    /** Others at work on the machine show here: times are worth little then. */
    load_before: load,
    load_after: loadavg()[0],
  },
  figures,
  notes,
};
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`\n${table(figures)}\n`);
const over = missed(figures);
if (over.length > 0) process.stdout.write(`\nmissed: ${over.join(', ')}\n`);
if (over.length > 0) process.exitCode = 1;
