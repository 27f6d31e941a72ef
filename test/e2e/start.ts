/**
 * The main job, by the real buttons, on real input: connects both sides, syncs two ways, looks at the result on both servers and in
 * Outlook on the web. Started by scripts/start.mjs.
 */
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Loaded, loadEspo, loadOutlook } from '../sandbox/input/load.ts';
import { sayWhy } from '../words.ts';
import { type BadgeCount, lookAtBadges } from './badges.ts';
import { Chrome } from './chrome.ts';
import { type EspoSide, sandboxEspo } from './espo-side.ts';
import { connectEspo, connectOutlook, saveSettings, status, sync } from './popup.ts';
import { realEspo } from './real-espo.ts';
import { ALEX, ANNA, openStage, type Stage } from './stage.ts';
import { type Comparison, compare, graphWrites } from './verify.ts';

interface LeftOut {
  side: string;
  title: string;
  reason: string;
}

interface Result {
  outlook: { events: number; eligible: number };
  espo: { records: number; eligible: number };
  linked: number;
  leftOut: LeftOut[];
  mismatches: string[];
  secondRun: { writes: number };
  mails: number;
  badges: Omit<BadgeCount, 'wrongTiles'>;
  /** EspoCRM: null for a real one, whose log we cannot read. */
  requests: { graph: number; espo: number | null };
  seconds: number;
}

const say = (line = '') => process.stdout.write(`${line}\n`);
/** What is too long for the screen goes where the set-up's words went. */
const LOG = process.env['LOG'];
const note = (line: string) => (LOG ? appendFileSync(LOG, `${line}\n`) : say(line));
const seconds = (from: number) => Math.round((Date.now() - from) / 100) / 10;

function options(words: string[]): { once: boolean; json: string | undefined } {
  const at = words.indexOf('--json');
  const json = at >= 0 ? words[at + 1] : undefined;
  if (at >= 0 && (json === undefined || json.startsWith('--'))) sayWhy(new Error('--json needs a file name.'));
  return { once: words.includes('--once'), json };
}

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

interface Input {
  outlook: Loaded[];
  espo: Loaded[];
}

async function load(stage: Stage, espo: EspoSide, now: number): Promise<Input> {
  const types = espo.types.map(({ name }) => name);
  const outlook = loadOutlook(stage.graph.control, ANNA.oid, ALEX.oid, now, { prefix: espo.hands.prefix, types });
  return { outlook, espo: await loadEspo(espo.hands, now) };
}

async function connect(chrome: Chrome, espo: EspoSide): Promise<void> {
  await connectOutlook(chrome);
  await connectEspo(chrome, { ...espo.login, address: espo.address }, espo.pattern);
  const entities = Object.fromEntries(espo.types.map(({ name, label }) => [name, label]));
  await saveSettings(chrome, { direction: 'Two-way', entities, calendars: ['Customers', 'Team'] });
}

/** What the extension says it left out, one line per event or record of the input: a series counts once. */
async function leftOutRows(chrome: Chrome, input: Input): Promise<{ rows: LeftOut[]; wrong: string[] }> {
  const { groups } = await chrome.ask('why.list', { group: '', limit: 1000, after: '' });
  const rows = groups.flatMap((group) => group.rows);
  const wrong: string[] = [];
  const found: LeftOut[] = [];
  for (const { side, title, reason } of [...input.outlook, ...input.espo]) {
    // The title of a private event is not even kept.
    const shown = reason === 'private' ? '' : title.trim();
    const ours = rows.filter(
      (row) => row[side].there && row.title.trim() === shown && (shown !== '' || row.reason === reason),
    );
    const said = new Set(ours.map((row) => row.reason));
    if (reason === undefined && said.size > 0) wrong.push(`${side} "${title}": left out: ${[...said].join(', ')}`);
    if (reason === undefined) continue;
    const [one] = said;
    if (said.size !== 1 || one !== reason)
      wrong.push(`${side} "${title}": left out because ${[...said].join(', ') || '(nothing said)'}, not ${reason}`);
    if (one !== undefined) found.push({ side, title, reason: one });
  }
  return { rows: found, wrong };
}

function table(comparison: Comparison, leftOut: LeftOut[]): void {
  const short = (text: string) => (text.length > 52 ? `${text.slice(0, 51)}…` : text).padEnd(53);
  note('\nSynced:');
  for (const { origin, title, type } of comparison.pairs)
    note(`  ${short(title)} ${origin === 'outlook' ? `Outlook -> ${type}` : `${type} -> Outlook`}`);
  note('\nNot synced:');
  for (const { side, title, reason } of leftOut) note(`  ${short(title)} ${side}: ${reason}`);
}

interface Shots {
  popup: string | undefined;
  outlook: string | undefined;
}

function shots(json: string | undefined): Shots {
  if (json === undefined) return { popup: undefined, outlook: undefined };
  const base = json.replace(/\.json$/i, '');
  return { popup: `${base}-popup.png`, outlook: `${base}-outlook.png` };
}

async function mainJob(chrome: Chrome, espo: EspoSide, files: Shots, from: number): Promise<Result> {
  const { stage } = chrome;
  const now = Date.now();
  const input = await load(stage, espo, now);
  const loadedRequests = espo.requests();
  say(
    `Filled: ${input.outlook.length} events in three calendars, ${input.espo.length} records of ${espo.types.length} types.`,
  );
  await connect(chrome, espo);
  say(`Connected both sides and saved the settings (${seconds(from)} s).`);
  const first = await sync(chrome, 'Start');
  say(`First run: ${await status(chrome)}`.replace(/\s+/g, ' '));
  const comparison = await compare(stage, espo, input);
  if (first.sync.last?.error) comparison.mismatches.push(`first run: ${JSON.stringify(first.sync.last.error)}`);
  const leftOut = await leftOutRows(chrome, input);
  table(comparison, leftOut.rows);
  if (files.popup !== undefined) await (await chrome.page()).screenshot({ path: files.popup, fullPage: true });

  const before = graphWrites(stage) + (await espo.writes());
  const second = await sync(chrome);
  const writes = graphWrites(stage) + (await espo.writes()) - before;
  if (second.sync.last?.error) comparison.mismatches.push(`second run: ${JSON.stringify(second.sync.last.error)}`);
  const graphRequests = stage.graph.control.log.length;
  const counted = espo.requests();
  const espoRequests = counted === undefined ? null : counted - (loadedRequests ?? 0);

  const { wrongTiles, ...badges } = await lookAtBadges(chrome, comparison.pairs, now, files.outlook);
  for (const line of wrongTiles.slice(0, 20)) say(`  badge: ${line}`);
  for (const refusal of stage.refusals) note(`refused: ${refusal}`);
  const eligible = (items: Loaded[]) => items.filter(({ reason }) => reason === undefined).length;
  return {
    outlook: { events: input.outlook.length, eligible: eligible(input.outlook) },
    espo: { records: input.espo.length, eligible: eligible(input.espo) },
    linked: comparison.pairs.length,
    leftOut: leftOut.rows,
    mismatches: [...comparison.mismatches, ...leftOut.wrong],
    secondRun: { writes },
    mails: stage.graph.control.mails.length,
    badges,
    requests: { graph: graphRequests, espo: espoRequests },
    seconds: seconds(from),
  };
}

/** Everything that must hold, as sentences that do not. */
function complaints(result: Result): string[] {
  const { outlook, espo, linked, badges, mismatches, mails, secondRun } = result;
  const out = [...mismatches];
  if (linked !== outlook.eligible + espo.eligible) out.push(`${linked} pairs, not ${outlook.eligible + espo.eligible}`);
  if (secondRun.writes !== 0) out.push(`the second run wrote ${secondRun.writes} times`);
  if (mails !== 0) out.push(`${mails} mails were sent`);
  if (badges.shown !== badges.expected || badges.wrong !== 0)
    out.push(`${badges.shown} of ${badges.expected} events have their badge, ${badges.wrong} tiles are wrong`);
  return out;
}

async function untilClosed(chrome: Chrome): Promise<void> {
  const page = await chrome.context.newPage();
  await page.goto('https://outlook.office.com/calendar/view/week');
  await new Promise<void>((resolve) => {
    chrome.context.once('close', () => resolve());
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

async function main(): Promise<number> {
  const from = Number(process.env['STARTED_AT'] ?? Date.now());
  const { once, json } = options(process.argv.slice(2));
  const files = shots(json);
  for (const file of [json, files.popup, files.outlook]) if (file && existsSync(file)) rmSync(file);
  if (json) mkdirSync(path.dirname(path.resolve(json)), { recursive: true });
  const headless = once || !hasDisplay();
  if (!once && headless) say('There is no display: the browser runs without a window.');
  const real = process.env['ESPO_URL'] !== undefined;
  const stage = await openStage();
  let espo: EspoSide | undefined;
  let chrome: Chrome | undefined;
  try {
    espo = real ? await realEspo(process.env) : sandboxEspo(stage);
    const host = new URL(espo.site).hostname;
    chrome = await Chrome.launch(stage, { headless, ...(real ? { open: [host] } : {}) });
    const result = await mainJob(chrome, espo, files, from);
    if (json) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
    const wrong = complaints(result);
    const { linked, badges, mails, secondRun, requests } = result;
    say(
      `${linked} pairs, second run ${secondRun.writes} writes, ${mails} mails, badges ${badges.shown}/${badges.expected} (${badges.wrong} wrong), ${requests.graph} Graph and ${requests.espo ?? 'uncounted'} EspoCRM requests, ${result.seconds} s.`,
    );
    for (const line of wrong) say(`WRONG: ${line}`);
    if (LOG)
      say(`What was synced and what was not, event by event, and what the set-up said: ${path.relative('.', LOG)}`);
    if (!once) {
      say('Open for trying; Ctrl+C ends it.');
      await untilClosed(chrome);
    }
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await chrome?.close();
    await espo?.cleanUp();
    await stage.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  say(`It went no further: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});
