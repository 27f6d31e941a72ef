import type { Bench } from './bench.ts';
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

/** From the click on the extension's button until its buttons can be pressed. */
export async function popup(bench: Bench, office: Office): Promise<void> {
  if (!bench.wants('popup.interactive_ms')) return;
  const times: number[] = [];
  const before: number[] = [];
  for (let run = -1; run < bench.runs; run += 1) {
    const { whole, made } = await once(office);
    if (run < 0) continue;
    times.push(whole);
    before.push(made);
  }
  const detail = { worker: 'awake', until_the_browser_has_made_the_popup_ms: figure(before) };
  bench.figure('popup.interactive_ms', 'ms', times, detail);
}

async function once(office: Office): Promise<{ whole: number; made: number }> {
  await (await office.quiet()).bringToFront();
  const worker = await office.probe();
  const { probe } = await Probe.next(office.chrome, '/src/popup/popup.html');
  // The browser opens the popup as for a click on the button.
  const began = await worker.evaluate<number>(
    '(() => { const now = performance.timeOrigin + performance.now(); void chrome.action.openPopup(); return now; })()',
  );
  const page = await probe;
  const ready = await page.evaluate<number>(READY);
  const origin = await page.evaluate<number>('performance.timeOrigin');
  await page.evaluate('window.close()').catch(() => undefined);
  await page.close();
  await worker.close();
  return { whole: ready - began, made: origin - began };
}
