import { expect } from 'vitest';
import { type RunReport, writesOf } from '../../src/background/sync/model/engine.ts';
import type { PlanRow } from '../../src/background/sync/model/store.ts';
import { applyHeld } from '../../src/background/sync/person/answer-row.ts';
import { ERRORS, type SyncError, toSyncError } from '../../src/shared/codes.ts';
import type { EspoVersion } from '../sandbox/espo/versions.ts';
import { meeting, scene, timed } from '../simulation/scene.ts';
import type { Refusal } from './bodies.ts';
import { type Match, StandBetween } from './stand-between.ts';

/** What a run did to one recorded refusal. */
export interface Walked {
  answered: number;
  report: RunReport | undefined;
  error: SyncError | undefined;
  held: PlanRow[];
  /** Titles that were carried over in the run of the refusal all the same. */
  carried: string[];
}

/** Everything that is under way when the refusal comes: creates, updates and deletions towards both sides. */
const WANTED = ['O new 1', 'O new 2', 'E new 1', 'E new 2', 'O edited, twice', 'E edited, twice'];
const LEFT = [...WANTED, 'O kept', 'E kept'].sort();

async function company(version: EspoVersion) {
  const here = await scene('both', version);
  const { mailbox, anna, espo, run } = here;
  const day = (n: number) => `2026-12-${String(n).padStart(2, '0')}`;
  for (const [n, name] of ['O kept', 'O edited', 'O deleted'].entries())
    mailbox.createEvent('default', timed(name, day(n + 1)));
  for (const [n, name] of ['E kept', 'E edited', 'E deleted'].entries())
    anna.create('Meeting', meeting(name, anna.id, day(n + 5)));
  expect(await run()).toMatchObject({ created: 6 });
  const eventOf = (subject: string) => mailbox.events().find((e) => e.subject === subject)?.id ?? '';
  const idOf = (name: string) => String(espo.dump('Meeting').find((row) => row['name'] === name)?.id);
  mailbox.updateEvent(eventOf('O edited'), { subject: 'O edited, twice' });
  anna.update('Meeting', idOf('E edited'), { name: 'E edited, twice' });
  mailbox.deleteEvent(eventOf('O deleted'));
  anna.remove('Meeting', idOf('E deleted'));
  for (const n of [1, 2]) {
    mailbox.createEvent('default', timed(`O new ${n}`, day(n + 10)));
    anna.create('Meeting', meeting(`E new ${n}`, anna.id, day(n + 12)));
  }
  const removeBoth = () => {
    const event = mailbox.events().find((one) => one.subject === 'E deleted');
    if (event) mailbox.deleteEvent(event.id);
    const record = espo.dump('Meeting').find((row) => row['name'] === 'O deleted');
    if (record) anna.remove('Meeting', String(record['id']));
  };
  return { ...here, removeBoth };
}

export interface WalkOptions {
  /** How often the refusal comes in that run. */
  times: number;
  version?: EspoVersion;
  /** Somebody else deletes what is to be deleted just before: "not found" is then the truth. */
  gone?: boolean;
  /** Events that stay although their record was deleted: lost access is not deletion (rule 6). */
  stay?: string[];
}

/** The refusal comes for what `match` says; then the trouble is over, and nothing may be lost or doubled. */
export async function walk(
  refusal: Refusal,
  match: Match,
  { times, version = '9.2.7', gone = false, stay = [] }: WalkOptions,
): Promise<Walked> {
  const here = await company(version);
  const { browser, run, subjects, names } = here;
  const between = new StandBetween(here.company);
  await browser.store.commit({ cursors: { remove: ['surroundings'] } });
  Object.assign(between, { refusal, match, times });
  if (gone) between.onAnswer = here.removeBoth;
  const walked: Walked = { answered: 0, report: undefined, error: undefined, held: [], carried: [] };
  try {
    walked.report = await run();
  } catch (thrown) {
    walked.error = toSyncError(thrown);
  }
  walked.answered = between.answered;
  walked.held = (await browser.store.plan()).filter((row) => row.state === 'held');
  walked.carried = WANTED.filter((title) => subjects().includes(title) && names().includes(title));
  Object.assign(between, { times: 0 });
  // The user says Apply to whatever waits, as the way out promises.
  for (const { id } of walked.held) await applyHeld(browser.store, id);
  for (let i = 0; i < 3; i += 1) await run();
  expect(subjects()).toEqual([...LEFT, ...stay].sort());
  expect(names()).toEqual(LEFT);
  expect(writesOf(await run())).toBe(0);
  expect(here.company.graph.control.mails).toEqual([]);
  known(refusal, walked);
  return walked;
}

/** Answers after which the item is read and decided again: one that always comes back so is left to the next run. */
const STALE = [404, 409, 410, 412];

/** A named error, or none and a complete report: never a surprise, and nothing left undone without a word. */
function known({ status, method }: Refusal, { error, report, held, carried }: Walked): void {
  if (error) expect([error.message, error.code in ERRORS && error.code !== 'bug']).toEqual([error.message, true]);
  // Rights that were lost pause their entity, and the links say so (DESIGN 3.7).
  if (!report || (status === 403 && method === 'GET')) return;
  // A part that failed is named, and waits with what is for it.
  for (const { code } of report.parts) expect([code, code in ERRORS && code !== 'bug']).toEqual([code, true]);
  if (report.parts.length > 0) return;
  const undone = WANTED.length - carried.length;
  const said = held.length + report.failed + report.lost + (STALE.includes(status) ? 1 : 0);
  expect({ undone, said: undone <= said }).toEqual({ undone, said: true });
}
