import { writeFileSync } from 'node:fs';
import { words } from '../words.ts';
import { type EspoReport, type EspoVersion, runEspoContract } from './espo-contract.ts';
import { espoKindnesses, tryKindnesses } from './espo-kindnesses.ts';
import { graphKindnesses, graphReport, tryGraphKindness } from './graph-contract.ts';

/** The contract of the stand-ins with the recorded servers: `npm run contract -- [--json FILE] [--kindnesses]`. */
const values = words({
  options: { json: { type: 'string' }, kindnesses: { type: 'boolean', default: false } },
});
const RECORDED: EspoVersion = '9.2.7';
const VERSIONS: EspoVersion[] = ['7.5.6', '8.4.2', '9.3.10', '10.0.0'];

const counts = ({ exchanges, identical, different, leftOut }: EspoReport) => ({
  exchanges,
  identical,
  different,
  leftOut,
});

function show(report: EspoReport): void {
  const share = (100 * report.identical) / (report.identical + report.different);
  console.log(
    `EspoCRM ${report.version}: ${report.identical} of ${report.exchanges} identical, ${report.different} different, ${report.leftOut} left out (${share.toFixed(1)} %)`,
  );
  for (const { outcome, file, line, note, why } of report.details)
    if (outcome === 'different') console.log(`  ${file}:${line} ${note}: ${why}`);
}

const espo = await runEspoContract(RECORDED);
show(espo);
const versions: Record<string, ReturnType<typeof counts>> = {};
let least = espo.identical / (espo.identical + espo.different) >= 0.9;
for (const version of VERSIONS) {
  const report = await runEspoContract(version);
  show(report);
  versions[version] = counts(report);
  least &&= report.identical / (report.identical + report.different) >= 0.85;
}
const graph = await graphReport();
console.log(
  `Graph: ${graph.ok} of ${graph.examples} examples produced, ${Object.keys(graph.leftOut).length} left out, ${graph.failed.length} failed`,
);
for (const { name, problems } of graph.failed) console.log(`  ${name}: ${problems.join('; ')}`);

const kindnesses = { tried: 0, caught: 0 };
if (values.kindnesses) {
  for (const { name, caught } of await tryKindnesses(espoKindnesses)) {
    kindnesses.tried += 1;
    if (caught) kindnesses.caught += 1;
    else console.log(`  not noticed: EspoCRM ${name}`);
  }
  for (const quirk of graphKindnesses) {
    kindnesses.tried += 1;
    if (await tryGraphKindness(quirk)) kindnesses.caught += 1;
    else console.log(`  not noticed: Graph without ${quirk}`);
  }
  console.log(`Kindnesses: ${kindnesses.caught} of ${kindnesses.tried} noticed`);
}

const result = { espo: counts(espo), versions, graph: { examples: graph.examples, ok: graph.ok }, kindnesses };
if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result));
process.exitCode = least && graph.failed.length === 0 && kindnesses.caught === kindnesses.tried ? 0 : 1;
