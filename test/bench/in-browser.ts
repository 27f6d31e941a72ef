import { heapAfterChanges, idleScript } from './awake.ts';
import type { Bench } from './bench.ts';
import { cold, stopWorker } from './cold.ts';
import { firstBadge, rerender } from './content.ts';
import { firstSyncMemory } from './first-sync-memory.ts';
import { fullPage } from './full-page.ts';
import { Office } from './office.ts';
import { popup } from './popup.ts';
import { visible } from './visible.ts';

/** Fewer only to try the bench itself. */
const MANY = Number(process.env['BENCH_LINKS'] ?? 50_000);
const FEW = 100;

/** The production build in Chromium. */
export async function inBrowser(bench: Bench): Promise<void> {
  const rest = [
    'memory.heap_mb',
    'worker.cold.ratio',
    'popup.interactive_ms',
    'popup.first_content_ms',
    'page',
    'content',
    'reach.visible',
  ];
  await firstSyncMemory(bench, MANY);
  const idle = bench.wants('idle.cpu_ms');
  const few = idle ? await inOffice(FEW, (office) => idleScript(bench, office, 'idle.cpu_ms.100')) : undefined;
  if (!idle && !bench.wants(...rest)) return;
  await inOffice(MANY, async (office) => {
    if (few) {
      const many = await idleScript(bench, office, 'idle.cpu_ms');
      bench.figure('idle.cpu_ms.ratio', '', [many.median / few.median]);
    }
    await heapAfterChanges(bench, office);
    // Before the others: looks at EspoCRM are rationed, and each page that is opened takes one.
    await visible(bench, office);
    await popup(bench, office);
    await fullPage(bench, office);
    await rerender(bench, office);
    await firstBadge(bench, office, () => stopWorker(office));
    await cold(bench, office);
  });
}

async function inOffice<T>(links: number, task: (office: Office) => Promise<T>): Promise<T> {
  const office = await Office.open(links);
  try {
    return await task(office);
  } finally {
    await office.close();
  }
}
