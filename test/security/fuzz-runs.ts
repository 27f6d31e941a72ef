/** Whole runs over two sides that are in step, while many answers are misshapen: nothing is written, then or afterwards. */
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { ERRORS, toSyncError } from '../../src/shared/codes.ts';
import { asResponse } from '../sandbox/light.ts';
import { SeededWorld } from '../simulation/company.ts';
import { meeting, scene, timed } from '../simulation/scene.ts';
import { misshapen } from './malform.ts';

export interface FuzzedRuns {
  answers: number;
  ends: Record<string, number>;
  wrong: string[];
}

export async function fuzzRuns(seed: number, runs: number): Promise<FuzzedRuns> {
  const { company, browser, run, mailbox, anna, espo } = await scene('both');
  for (const n of [1, 2, 3]) {
    mailbox.createEvent('default', timed(`O ${n}`, `2026-12-0${n}`));
    anna.create('Meeting', meeting(`E ${n}`, anna.id, `2026-12-1${n}`));
  }
  for (let i = 0; i < 4; i += 1) await run();
  const now = () =>
    JSON.stringify([
      mailbox.events().map(({ id, subject, start, body }) => [id, subject, start, body]),
      espo.dump('Meeting'),
    ]);
  const before = now();
  const chance = new SeededWorld(seed).random;
  const { fetch } = company;
  const result: FuzzedRuns = { answers: 0, ends: {}, wrong: [] };
  for (let i = 0; i < runs; i += 1) {
    const often = chance() * 0.6;
    company.fetch = async (input, init) => {
      const response = await fetch(input, init);
      const answer = { status: response.status, headers: [...response.headers], body: await response.text() };
      if (chance() > often) return asResponse(answer);
      result.answers += 1;
      return asResponse(misshapen(answer as never, chance));
    };
    // Rights and definitions are read again, too.
    if (chance() < 0.5) await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    let end = 'done';
    try {
      const written = writesOf(await run());
      if (written > 0) result.wrong.push(`run ${i}: ${written} writes`);
    } catch (thrown) {
      const { code, message } = toSyncError(thrown);
      end = code;
      if (code === 'bug' || !(code in ERRORS)) result.wrong.push(`run ${i}: ${message} ${(thrown as Error).stack}`);
    }
    result.ends[end] = (result.ends[end] ?? 0) + 1;
    company.fetch = fetch;
    if (chance() < 0.3) {
      const written = writesOf(await run());
      if (written > 0) result.wrong.push(`after run ${i}: ${written} writes`);
    }
    if (now() !== before) {
      result.wrong.push(`run ${i}: something was changed`);
      break;
    }
  }
  for (let i = 0; i < 3; i += 1) if (writesOf(await run()) > 0) result.wrong.push('it does not settle');
  return result;
}
