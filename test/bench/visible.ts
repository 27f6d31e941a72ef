import type { Page } from 'playwright-core';
import type { Bench } from './bench.ts';
import { opened, painted } from './content.ts';
import type { Office } from './office.ts';

/** Milliseconds: as long as a look of its side needs to be allowed again. */
const APART = 3500;
const PATIENCE = 20_000;

/** Seconds from what somebody does on one side until the other has it, with Outlook's page open and in sight. */
export async function visible(bench: Bench, office: Office): Promise<void> {
  if (!bench.wants('reach.visible')) return;
  // Young enough that no coming back begins a run of its own.
  await office.run();
  const page = await opened(office, 'week', '&poll=300');
  await painted(page);
  bench.figure('reach.visible.edit_s', 's', await edits(bench, office, page));
  bench.figure('reach.visible.return_s', 's', await returns(bench, office, page));
  await page.close();
}

/** One event that the page shows, and its record. */
async function shown({ stage }: Office, page: Page): Promise<{ event: string; record: string }> {
  const tile = page.locator('[data-espo-link]').first();
  const [link, title] = [
    await tile.getAttribute('data-espo-link'),
    await tile.locator('[title]').getAttribute('title'),
  ];
  const record = link?.split('/')[1] ?? '';
  const name = (title ?? '').split(/[\r\n]/, 1)[0] ?? '';
  const event = stage.graph.control
    .mailbox('anna')
    .events()
    .find(({ subject }) => subject === name);
  if (!event) throw new Error(`nothing is called "${name}"`);
  return { event: event.id, record };
}

async function edits(bench: Bench, office: Office, page: Page): Promise<number[]> {
  const { event, record } = await shown(office, page);
  const { graph, espo } = office.stage;
  const times: number[] = [];
  for (let run = 0; run < bench.runs; run += 1) {
    const subject = `Moved on ${run}`;
    graph.control.mailbox('anna').updateEvent(event, { subject });
    times.push(await until(() => espo.control.row('Meeting', record)?.['name'] === subject));
  }
  return times;
}

async function returns(bench: Bench, office: Office, page: Page): Promise<number[]> {
  const { event, record } = await shown(office, page);
  const { graph, espo } = office.stage;
  const box = graph.control.mailbox('anna');
  const times: number[] = [];
  for (let run = 0; run < bench.runs; run += 1) {
    const name = `Renamed there ${run}`;
    espo.control.act('anna').update('Meeting', record, { name });
    // Without a display every tab is in sight all the time: what the browser tells of a return is told by hand.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    times.push(await until(() => box.find(event).event.subject === name));
  }
  return times;
}

async function until(holds: () => boolean): Promise<number> {
  const from = performance.now();
  while (!holds()) {
    if (performance.now() - from > PATIENCE) return Number.POSITIVE_INFINITY;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const took = performance.now() - from;
  await new Promise((resolve) => setTimeout(resolve, APART));
  return took / 1000;
}
