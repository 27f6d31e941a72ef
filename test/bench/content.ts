import type { Page } from 'playwright-core';
import { EXTENSION } from '../e2e/stage.ts';
import type { Bench } from './bench.ts';
import type { Office } from './office.ts';
import { scriptTime } from './probe.ts';

const TILES = 500;
const WATCHED = 5000;

type View = 'day' | 'week';

const address = (view: View, from: number, more = ''): string =>
  `https://outlook.office.com/calendar/view/${view}?date=${new Date(from).toISOString().slice(0, 10)}&ids=default${more}`;

/** As the stand-in for Outlook on the web draws it. With 50,000 links a day has seventy linked events, a week five hundred. */
export async function opened(office: Office, view: View, more = ''): Promise<Page> {
  const page = await office.chrome.context.newPage();
  await page.goto(address(view, Date.now() + 21 * 86_400_000, more));
  return page;
}

export const painted = (page: Page) =>
  page.waitForFunction(
    () => {
      const tiles = [...document.querySelectorAll('[data-calitemid]')];
      return tiles.length > 0 && tiles.every((tile) => tile.hasAttribute('data-espo-link'));
    },
    undefined,
    { timeout: 30_000 },
  );

/** Our script's time for each full re-creation of the tiles. */
export async function rerender(bench: Bench, office: Office): Promise<void> {
  if (!bench.wants('content.per_rerender_ms')) return;
  const page = await opened(office, 'week', '&rerender=250');
  await painted(page);
  const tiles = await page.locator('[data-calitemid]').count();
  const session = await office.chrome.context.newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 100 });
  const each: number[] = [];
  for (let run = 0; run < bench.runs; run += 1) {
    await page.evaluate(() => {
      const first = () => document.querySelector('[data-calitemid]');
      let [last, count] = [first(), 0];
      const look = new MutationObserver(() => {
        if (first() === last) return;
        last = first();
        count += 1;
        document.documentElement.dataset['drawn'] = String(count);
      });
      look.observe(document.body, { childList: true, subtree: true });
      document.documentElement.dataset['drawn'] = '0';
    });
    await session.send('Profiler.start');
    await page.waitForTimeout(WATCHED / bench.runs);
    const { profile } = await session.send('Profiler.stop');
    const drawn = await page.evaluate(() => Number(document.documentElement.dataset['drawn']));
    each.push(scriptTime(profile, `chrome-extension://${EXTENSION}`) / drawn);
  }
  await page.close();
  bench.figure(
    'content.per_rerender_ms',
    'ms',
    each.map((ms) => (ms * TILES) / tiles),
    { tiles, per: TILES },
  );
}

/** Of one opened page: milliseconds from the tiles being there. */
interface Badges {
  ours: number;
  bare: number;
}

/** From the tiles being there to all of our badges, and to the one badge of an extension that does nothing else: on the same page. */
export async function firstBadge(bench: Bench, office: Office, stop: () => Promise<void>): Promise<void> {
  if (!bench.wants('content.first_badge_ms')) return;
  const { context } = office.chrome;
  await context.addInitScript(() => {
    if (!location.hostname.startsWith('outlook.')) return;
    const seen = globalThis as { tiles?: number; ours?: number; bare?: number };
    const look = new MutationObserver(() => {
      const tiles = [...document.querySelectorAll('[data-calitemid]')];
      if (tiles.length === 0) return;
      seen.tiles ??= performance.now();
      if (document.querySelector('[data-bare-badge]')) seen.bare ??= performance.now();
      if (tiles.every((tile) => tile.hasAttribute('data-espo-link'))) seen.ours ??= performance.now();
      if (seen.bare !== undefined && seen.ours !== undefined) look.disconnect();
    });
    const attributeFilter = ['data-espo-link', 'data-bare-badge'];
    look.observe(document, { childList: true, subtree: true, attributeFilter });
  });
  const cases = [
    ['day', 'warm', 'content.first_badge_ms.warm'],
    ['day', 'cold', 'content.first_badge_ms.cold'],
    ['week', 'warm', 'content.first_badge_ms.full_week'],
  ] as const;
  for (const [view, state, name] of cases) {
    let count = 0;
    const times: Badges[] = [];
    for (let run = -1; run < bench.runs; run += 1) {
      // A run that the visit itself begins is not part of it: the last one is young enough.
      await office.run();
      if (state === 'cold') await stop();
      const page = await opened(office, view);
      await painted(page);
      await page.waitForSelector('[data-bare-badge]', { state: 'attached' });
      const found = await page.evaluate((): Badges => {
        const {
          tiles = Number.NaN,
          ours = Number.NaN,
          bare = Number.NaN,
        } = globalThis as Partial<Badges> & { tiles?: number };
        return { ours: ours - tiles, bare: bare - tiles };
      });
      count = await page.locator('[data-calitemid]').count();
      await page.close();
      if (run >= 0) times.push(found);
    }
    const detail = { tiles: count };
    const figure = (more: string, of: (one: Badges) => number) =>
      bench.figure(`${name}${more}`, 'ms', times.map(of), detail);
    figure('', ({ ours }) => ours);
    figure('.bare', ({ bare }) => bare);
    figure('.over_bare', ({ ours, bare }) => ours - bare);
  }
}
