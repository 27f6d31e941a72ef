/** The full page over 20,000 rows: when its first words are there, what moves afterwards, and whether scrolling and searching ever hold it up. */
import type { Page } from 'playwright-core';
import { EXTENSION } from '../e2e/stage.ts';
import type { Bench } from './bench.ts';
import { idOfOther } from './cold.ts';
import type { Office } from './office.ts';

const ROWS = 20_000;
const VIEWS = ['activity', 'why'] as const;

/** Kept by the page itself from its first moment on. */
const WATCH = `
  globalThis.seen = { shift: 0, task: 0 };
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value; }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.task = Math.max(seen.task, one.duration); }).observe({ type: 'longtask', buffered: true });
`;
interface Watched {
  first: number;
  shift: number;
  task: number;
}

const watched = (page: Page): Promise<Watched> =>
  page.evaluate(
    `({ ...seen, first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0 })`,
  ) as Promise<Watched>;

export async function fullPage(bench: Bench, office: Office): Promise<void> {
  if (!bench.wants('page')) return;
  await office.crowd(ROWS);
  const bareId = await idOfOther(office);
  for (const view of VIEWS) {
    const found: Watched[] = [];
    const bare: number[] = [];
    for (let run = 0; run < bench.runs; run += 1) {
      found.push(await once(office, view));
      bare.push(await firstOf(office, `chrome-extension://${bareId}/popup.html`));
    }
    bench.figure(
      `page.first_content_ms.${view}.over_bare`,
      'ms',
      found.map(({ first }, i) => first - (bare[i] ?? Number.NaN)),
      { bare },
    );
    bench.figure(
      `page.layout_shift.${view}`,
      '',
      found.map(({ shift }) => shift),
    );
    // A task of less than 50 ms is none that a browser counts.
    bench.figure(
      `page.longest_task_ms.${view}`,
      'ms',
      found.map(({ task }) => task),
    );
  }
}

/** When a page that is one line has painted it: what the browser takes by itself. */
async function firstOf(office: Office, address: string): Promise<number> {
  const page = await office.chrome.context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(address);
  await page.waitForTimeout(500);
  const { first } = await watched(page);
  await page.close();
  return first;
}

/** Opened, scrolled where it has one long list, and searched. */
async function once(office: Office, view: (typeof VIEWS)[number]): Promise<Watched> {
  const page = await office.chrome.context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(`chrome-extension://${EXTENSION}/src/popup/page.html#${view}`);
  const search = page.getByRole('searchbox').first();
  await search.waitFor();
  await page.waitForTimeout(500);
  const { first, shift } = await watched(page);
  await page.evaluate('seen.task = 0');
  if (view === 'activity') await scroll(page);
  await search.fill('9999');
  await page.waitForTimeout(1500);
  const { task } = await watched(page);
  await page.close();
  return { first, shift, task };
}

/** As with a wheel, a hundred screens far. */
async function scroll(page: Page): Promise<void> {
  await page.mouse.move(560, 600);
  for (let i = 0; i < 100; i += 1) {
    await page.mouse.wheel(0, 800);
    await page.waitForTimeout(16);
  }
}
