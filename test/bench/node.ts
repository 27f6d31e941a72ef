import type { Bench } from './bench.ts';
import { growth } from './growth.ts';
import { initialRequests, initialTime, laterRequests } from './initial.ts';
import { pairs } from './pairs.ts';
import { reach } from './reach.ts';
import { texts } from './texts.ts';
import { wideMeetings } from './wide.ts';
import { wire } from './wire.ts';

/** The engine alone, in this process. */
export async function inNode(bench: Bench): Promise<void> {
  await initialRequests(bench);
  await laterRequests(bench);
  await initialTime(bench);
  await pairs(bench);
  await reach(bench);
  await growth(bench);
  await texts(bench);
  wideMeetings(bench);
  await wire(bench);
}
