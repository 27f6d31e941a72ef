import { performance } from 'node:perf_hooks';
import type { CDPSession, Page } from 'playwright-core';
import { MARK } from '../../src/shared/envelope.ts';
import { EXTENSION } from '../e2e/stage.ts';
import type { Bench } from './bench.ts';
import type { Office } from './office.ts';

/** Pairs of starts: more than other figures have, because a start is short and uneven. */
const STARTS = 15;

async function stopped(session: CDPSession, extension: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { targetInfos } = await session.send('Target.getTargets');
    const running = targetInfos.filter(({ type, url }) => type === 'service_worker' && url.includes(extension));
    if (running.length === 0) return;
    for (const { targetId } of running) await session.send('Target.closeTarget', { targetId });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the worker cannot be stopped');
}

export async function stopWorker({ chrome }: Office): Promise<void> {
  const session = await chrome.context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('no browser to ask');
  await stopped(session, EXTENSION);
  await session.detach();
}

/** From the sending of a message that wakes the worker to its answer, as the page's own clock says. */
const answered = (page: Page, message: unknown): Promise<number> =>
  page.evaluate(async (message) => {
    const began = globalThis.performance.now();
    await chrome.runtime.sendMessage(message);
    return globalThis.performance.now() - began;
  }, message);

/** Start to first message answered, ours and the bare worker's in turn, in one browser. */
export async function cold(bench: Bench, office: Office): Promise<void> {
  if (!bench.wants('worker.cold.ratio')) return;
  const { context } = office.chrome;
  const browser = context.browser();
  const bareId = await idOfOther(office);
  if (!browser) throw new Error('no browser to ask');
  const session = await browser.newBrowserCDPSession();
  const ours = await office.quiet();
  const bare = await context.newPage();
  await bare.goto(`chrome-extension://${bareId}/page.html`);
  const message = {
    mark: MARK,
    name: 'activity.list',
    request: { limit: 1, after: '', filter: { text: '', person: '', side: '', op: '', run: '' } },
  };
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let start = -2; start < STARTS; start += 1) {
    await rest();
    await stopped(session, EXTENSION);
    const one = await answered(ours, message);
    await rest();
    await stopped(session, bareId);
    const other = await answered(bare, {});
    if (start < 0) continue;
    times.ours.push(one);
    times.bare.push(other);
  }
  await bare.close();
  const { median: theirs } = bench.figure('worker.cold_ms.bare', 'ms', times.bare);
  bench.figure('worker.cold_ms', 'ms', times.ours);
  bench.figure(
    'worker.cold.ratio',
    '',
    times.ours.map((ms) => ms / theirs),
  );
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 150));

/** The extension beside ours. */
export async function idOfOther({ chrome }: Office): Promise<string> {
  const until = performance.now() + 10_000;
  while (performance.now() < until) {
    for (const worker of chrome.context.serviceWorkers()) {
      const { host } = new URL(worker.url());
      if (host !== EXTENSION && worker.url().endsWith('/worker.js')) return host;
    }
    await rest();
  }
  throw new Error('the bare extension is not loaded');
}
