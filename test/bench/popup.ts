import { EXTENSION } from '../e2e/stage.ts';
import type { Bench } from './bench.ts';
import { idOfOther } from './cold.ts';
import { figure } from './figures.ts';
import type { Office } from './office.ts';
import { Probe } from './probe.ts';

/** Resolves to the moment at which "Sync now" can be pressed; the popup is looked at from its first moments on. */
const READY = `new Promise((resolve) => {
  const now = () => performance.timeOrigin + performance.now();
  const ready = () => [...document.querySelectorAll('button')].some((one) => one.textContent.trim() === 'Sync now' && !one.disabled);
  if (ready()) return resolve(now());
  const look = new MutationObserver(() => {
    if (!ready()) return;
    look.disconnect();
    resolve(now());
  });
  look.observe(document, { childList: true, subtree: true, attributes: true });
})`;

/** Opens the popup as for a click on the button, and resolves to when: the browser refuses while the one before still closes. */
const OPENED = `(async () => {
  for (let tries = 0; tries < 200; tries += 1) {
    const now = performance.timeOrigin + performance.now();
    try {
      await chrome.action.openPopup();
      return now;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error('no popup can be opened');
})()`;

/** Resolves to the moment at which the first words were painted. */
const PAINTED = `new Promise((resolve) => new PerformanceObserver((list) => {
  const [first] = list.getEntriesByName('first-contentful-paint');
  if (first) resolve(performance.timeOrigin + first.startTime);
}).observe({ type: 'paint', buffered: true }))`;

/** From the click on the extension's button until its buttons can be pressed; and how long the browser takes for a popup that is one button. */
export async function popup(bench: Bench, office: Office): Promise<void> {
  if (!bench.wants('popup.interactive_ms', 'popup.first_content_ms')) return;
  const { context } = office.chrome;
  const bareId = await idOfOther(office);
  const bare = await context.newPage();
  await bare.goto(`chrome-extension://${bareId}/page.html`);
  const ours = async () => {
    await (await office.quiet()).bringToFront();
    return once(office, EXTENSION, '/src/popup/popup.html');
  };
  const other = async () => {
    await bare.bringToFront();
    await bare.evaluate(() => chrome.runtime.sendMessage({}));
    return once(office, bareId, '/popup.html');
  };
  const times: { ours: Opened[]; bare: Opened[] } = { ours: [], bare: [] };
  for (let run = -1; run < bench.runs; run += 1) {
    const [one, two] = [await ours(), await other()];
    if (run < 0) continue;
    times.ours.push(one);
    times.bare.push(two);
  }
  await bare.close();
  const until_the_browser_has_made_the_popup_ms = figure(times.ours.map(({ made }) => made));
  bench.figure('popup.interactive_ms.bare', 'ms', times.bare.map(whole));
  bench.figure('popup.interactive_ms', 'ms', times.ours.map(whole), { until_the_browser_has_made_the_popup_ms });
  bench.figure(
    'popup.first_content_ms.over_bare',
    'ms',
    times.ours.map(({ painted }, i) => painted - (times.bare[i]?.painted ?? Number.NaN)),
  );
}

interface Opened {
  painted: number;
  whole: number;
  made: number;
}
const whole = (opened: Opened): number => opened.whole;

async function once({ chrome }: Office, extension: string, address: string): Promise<Opened> {
  const worker = await Probe.ofWorker(chrome, extension);
  const { probe } = await Probe.next(chrome, `${extension}${address}`);
  const opening = worker.evaluate<number>(OPENED);
  const page = await probe;
  const ready = await page.evaluate<number>(READY);
  const painted = await page.evaluate<number>(PAINTED);
  const origin = await page.evaluate<number>('performance.timeOrigin');
  const began = await opening;
  await page.evaluate('window.close()').catch(() => undefined);
  await page.close();
  await worker.close();
  return { whole: ready - began, made: origin - began, painted: painted - began };
}
