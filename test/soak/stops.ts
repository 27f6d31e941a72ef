import { type Bench, type Counts, pause, type Side } from './bench.ts';

export interface StopOptions {
  stops: number;
  chance: () => number;
  say: (line: string) => void;
}

const SIDES: Side[] = ['outlook', 'espo'];

/** People go on working: something is renamed or made on either side. */
function edit(bench: Bench, chance: () => number): void {
  const side = chance() < 0.5 ? 'outlook' : 'espo';
  const numbers = [...bench.expected.keys()];
  const number = numbers[Math.floor(chance() * numbers.length)] ?? 1;
  if (chance() < 0.25) bench.add(side);
  // Each item is only ever edited on one side: which of two edits counts is the simulation's question.
  else bench.rename(number, SIDES[number % 2] ?? side, `#${number} renamed ${Math.floor(chance() * 1e6)}`);
}

/** The worker is stopped at any moment of one run after the other, while people edit on both sides. */
export async function soakStops(bench: Bench, { stops, chance, say }: StopOptions, counts: Counts): Promise<void> {
  await bench.chrome.ask('sync.start');
  for (let done = 1; done <= stops; done += 1) {
    for (let i = 0; i < 4; i += 1) edit(bench, chance);
    await bench.syncNow();
    await pause(Math.floor(chance() ** 2 * 900));
    edit(bench, chance);
    await bench.chrome.stopWorker();
    if (done % 10 !== 0 && done !== stops) continue;
    await bench.settle(`stop ${done}`, counts);
    say(`stop ${done}/${stops}: ${bench.expected.size} items, ${counts.violations.length} violations so far`);
  }
}
