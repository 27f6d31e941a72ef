/**
 * npm run sandbox -- [graph] [entra] [espo] [outlook] [--port N] [--plain] [--espo-version V] [--empty]
 *
 * The stand-ins on one loopback port, all of them or those that are named, filled with the input of test/sandbox/input; what they
 * refuse, and why, goes to stderr. serve.ts says how to command them by POST /__control. Told apart by the Host header; a service
 * that runs alone answers on any. `Bearer test-anna` opens Anna's mailbox without a sign-in.
 */
import { oneOf, sayWhy, wholeNumber } from '../words.ts';
import { EntraServer } from './entra/server.ts';
import { EspoServer, type EspoVersion } from './espo/server.ts';
import { GraphServer, testAuthorize } from './graph/server.ts';
import { realWorld, type StandIn } from './http.ts';
import { handsOf, loadEspo, loadOutlook } from './input/load.ts';
import { OUTLOOK_HOSTS, OutlookWebServer } from './outlook-web/server.ts';
import { serve } from './serve.ts';

const SERVICES = ['graph', 'entra', 'espo', 'outlook'] as const;
type Service = (typeof SERVICES)[number];

const words = process.argv.slice(2);
const WITH_VALUE = ['--port', '--espo-version'];
const value = (name: string): string | undefined => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
const named = words.filter((word, index) => !word.startsWith('--') && !WITH_VALUE.includes(words[index - 1] ?? ''));
const wanted: readonly string[] = named.length > 0 ? named.map((name) => oneOf('A service', name, SERVICES)) : SERVICES;

const world = realWorld;
const plain = words.includes('--plain');
const port = wholeNumber('port', words.includes('--port') ? value('--port') : '0');
const entra = new EntraServer({ world });
const graph = new GraphServer({ world, authorize: (bearer) => entra.authorize(bearer) ?? testAuthorize(bearer) });
const outlook = new OutlookWebServer({ world, graph });
const version = value('--espo-version') as EspoVersion | undefined;
const alone = wanted.length === 1 && wanted[0] === 'espo';
const siteUrl = alone ? `${plain ? 'http' : 'https'}://127.0.0.1:${port}` : 'https://crm.example.test';
const espo = new EspoServer({ world, siteUrl, ...(version ? { version } : {}) });

for (const [oid, name] of [
  ['anna', 'Anna Berg'],
  ['alex', 'Alex Wilber'],
] as const) {
  const address = `${oid}@contoso.example`;
  entra.control.addAccount({ oid, username: address, name });
  graph.control.addMailbox({ oid, address, name, timeZone: 'W. Europe Standard Time' });
}
if (!words.includes('--empty')) {
  loadOutlook(graph.control, 'anna', 'alex', world.now());
  await loadEspo(handsOf(espo), world.now());
}

const hosts: Record<Service, [string[], StandIn]> = {
  graph: [[graph.host], graph],
  entra: [[entra.host], entra],
  espo: [['crm.example.test'], espo],
  outlook: [OUTLOOK_HOSTS, outlook],
};
const standIns: Record<string, StandIn> = {};
for (const service of SERVICES) {
  const [names, standIn] = hosts[service];
  if (!wanted.includes(service)) continue;
  for (const host of names) standIns[host] = standIn;
  if (wanted.length === 1) for (const host of ['127.0.0.1', 'localhost']) standIns[host] = standIn;
}
const control = { graph: graph.control, entra: entra.control, espo: espo.control, outlook: outlook.control };
const served = await serve({ standIns, control, port, plain }).catch(sayWhy);
const scheme = plain ? 'http' : 'https';
process.stdout.write(`${scheme}://127.0.0.1:${served.port} answers for ${Object.keys(standIns).join(', ')}\n`);
