import { type ChildProcess, fork } from 'node:child_process';
import type { Act } from './history.ts';
import type { Outcome } from './one-seed.ts';
import type { Answer, Order, StoreKind } from './worker.ts';

export interface Task {
  first: number;
  runs: number;
  /** Seeds that a worker gets at once. */
  portion: number;
  /** Stop with the first portion in which something broke; everything before it is played to its end. */
  stopAtFirst?: boolean;
  progress?: (done: number, broken: readonly Outcome[]) => void;
}

export interface Result {
  runs: number;
  steps: number;
  /** In the order of their seeds. */
  broken: Outcome[];
}

/** Processes that play histories side by side. What comes out does not depend on how many there are. */
export class Pool {
  readonly #children: ChildProcess[];

  constructor(script: string, workers: number, store: StoreKind) {
    this.#children = Array.from({ length: workers }, () =>
      fork(script, [store], { execArgv: ['--max-semi-space-size=64'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
  }

  close(): void {
    for (const child of this.#children) if (child.connected) child.disconnect();
  }

  async play(task: Task): Promise<Result> {
    const { first, runs, portion } = task;
    let next = first;
    let end = first + runs;
    const result: Result = { runs: 0, steps: 0, broken: [] };
    const work = async (child: ChildProcess) => {
      while (next < end) {
        const from = next;
        const count = Math.min(portion, end - from);
        next += count;
        const answer = await ask(child, { play: { from, count } });
        if (!('played' in answer)) continue;
        const { steps, broken } = answer.played;
        result.runs += count;
        result.steps += steps;
        result.broken.push(...broken);
        if (task.stopAtFirst && broken.length > 0) end = Math.min(end, next);
        task.progress?.(result.runs, result.broken);
      }
    };
    await Promise.all(this.#children.map(work));
    result.broken.sort((a, b) => a.seed - b.seed);
    return result;
  }

  /** Shortest histories that still break what these seeds broke. */
  async shrink(seeds: readonly number[]): Promise<Map<number, Act[]>> {
    const left = [...seeds];
    const found = new Map<number, Act[]>();
    const work = async (child: ChildProcess) => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        const answer = await ask(child, { shrink: seed });
        if ('shrunk' in answer) found.set(seed, answer.shrunk.acts);
      }
    };
    await Promise.all(this.#children.map(work));
    return found;
  }
}

function ask(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error(`a worker ended while it played ${JSON.stringify(order)}`));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
    child.send(order);
  });
}
