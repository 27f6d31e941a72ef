import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Loaded, loadEspo, loadOutlook } from '../sandbox/input/load.ts';
import { lookAtBadges } from './badges.ts';
import { Chrome } from './chrome.ts';
import { sandboxEspo } from './espo-side.ts';
import { connectEspo, connectOutlook, saveSettings, status, sync } from './popup.ts';
import { ALEX, ANNA, openStage, type Stage } from './stage.ts';
import { compare, graphWrites, type Pair } from './verify.ts';

/** As text: `chrome` means something else in here. */
const KEPT = 'chrome.storage.local.get(null).then((all) => JSON.stringify(all))';

const now = Date.now();
let stage: Stage;
let chrome: Chrome;
let input: { outlook: Loaded[]; espo: Loaded[] };
let pairs: Pair[] = [];

beforeAll(async () => {
  stage = await openStage();
  const outlook = loadOutlook(stage.graph.control, ANNA.oid, ALEX.oid, now);
  input = { outlook, espo: await loadEspo(sandboxEspo(stage).hands, now) };
  chrome = await Chrome.launch(stage);
});
afterAll(async () => {
  await chrome?.close();
  await stage?.close();
});

it('connects Outlook with only the right to read', async () => {
  await connectOutlook(chrome);
  expect((await chrome.state()).outlook).toMatchObject({ state: 'connected', account: ANNA.address, canWrite: false });
  const scopes = [...stage.entra.control.accessTokens.values()].flatMap((token) => token.scopes);
  expect(scopes).toContain('Calendars.Read');
  expect(scopes).not.toContain('Calendars.ReadWrite');
});

it('connects EspoCRM, and asks Microsoft for more when Two-way is saved', async () => {
  await connectEspo(chrome);
  const page = await chrome.page();
  await expect.poll(() => page.getByText('Connected', { exact: true }).count(), { timeout: 5000 }).toBe(2);
  const entities = { Meeting: '', Call: 'Call', Visit: 'Visit' };
  await saveSettings(chrome, { direction: 'Two-way', entities, calendars: ['Customers', 'Team'] });
  const { outlook, missing, pair } = await chrome.state();
  expect([outlook.canWrite, missing, pair?.started]).toEqual([true, '', false]);
});

it('brings everything that is eligible to the other side, with equal fields, and mails nobody', async () => {
  const { sync: done } = await sync(chrome, 'Start');
  expect(done.last?.error).toBeUndefined();
  expect(done.last).toMatchObject({ held: 0, refused: 0 });
  await expect.poll(() => status(chrome), { timeout: 5000 }).toContain('Synced');
  const comparison = await compare(stage, sandboxEspo(stage), input);
  expect(comparison.mismatches).toEqual([]);
  pairs = comparison.pairs;
  expect(pairs.length).toBe([...input.outlook, ...input.espo].filter(({ reason }) => !reason).length);
  expect(pairs.length).toBeGreaterThanOrEqual(79);
  expect(stage.graph.control.mails).toEqual([]);
});

it('writes nothing in a second run', async () => {
  const espo = sandboxEspo(stage);
  const before = graphWrites(stage) + (await espo.writes());
  await sync(chrome);
  expect(graphWrites(stage) + (await espo.writes()) - before).toBe(0);
});

it('shows badges on exactly the linked tiles, in every view', async () => {
  const badges = await lookAtBadges(chrome, pairs, now);
  expect(badges).toEqual({ expected: pairs.length, shown: pairs.length, wrong: 0, wrongTiles: [] });
});

it('sends no cookies, keeps no password and no token in the clear', async () => {
  expect(stage.entra.control.log.filter(({ origin, cookie }) => origin !== undefined && cookie)).toEqual([]);
  const page = await chrome.page();
  const kept = JSON.stringify(await chrome.ask('state.get')) + (await page.evaluate(KEPT));
  expect(kept).not.toContain(ANNA.password);
  for (const { value } of stage.espo.core.tokens) expect(kept).not.toContain(value);
  for (const token of stage.entra.control.accessTokens.keys()) expect(kept).not.toContain(token);
});
