/** Malformed answers to everything that is asked: each ends in a value or a named error, and sends no write that was not decided before. */
import { ERRORS, SyncError } from '../../src/shared/codes.ts';
import { SeededWorld } from '../simulation/company.ts';
import { malformed } from './malform.ts';
import { isWrite, type Operation, openOperations, outsideOf, type Recorded, record, replay } from './operations.ts';

export interface Fuzzed {
  answers: number;
  /** How often each error came, 'value' where none did. */
  ends: Record<string, number>;
  /** What must not be, with the seed that repeats it. */
  wrong: string[];
}

/** Malformed answers, as many as told, spread over all operations; the same seed, the same answers. */
export async function fuzz(first: number, answers: number, tell?: (done: number) => void): Promise<Fuzzed> {
  const { operations, company } = await openOperations();
  const scenes: { operation: Operation; list: Recorded[] }[] = [];
  for (const operation of operations) {
    // What is written for the recording must not be in the next one's way.
    const list = await record(operation, company);
    if (list.length > 0) scenes.push({ operation, list });
  }
  const result: Fuzzed = { answers: 0, ends: {}, wrong: [] };
  for (let seed = first; seed < first + answers; seed += 1) {
    const { operation, list } = scenes[seed % scenes.length] as (typeof scenes)[number];
    const chance = new SeededWorld(seed).random;
    const n = Math.floor(chance() * list.length);
    const other = malformed((list[n] as Recorded).answer, chance);
    const { fetch, sent } = replay(list, n, other);
    const allowed = list.filter(({ asked }) => isWrite(asked)).length;
    const say = (what: string) => result.wrong.push(`seed ${seed}, ${operation.name}: ${what}`);
    let end = 'value';
    try {
      await operation.ask(outsideOf(company, fetch));
    } catch (thrown) {
      end = thrown instanceof SyncError ? thrown.code : 'crash';
      if (!(end in ERRORS) || end === 'bug') say(String((thrown as Error).stack ?? thrown).slice(0, 600));
    }
    // One write may be said again: in another zone, without a field, after a busy server.
    const written = sent.filter(isWrite).length;
    if (written > 5 * allowed) say(`${written} writes instead of ${allowed}`);
    result.answers += 1;
    result.ends[end] = (result.ends[end] ?? 0) + 1;
    if (result.answers % 5000 === 0) tell?.(result.answers);
  }
  return result;
}
