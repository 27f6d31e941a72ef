/** Tells one item that a server breaks over from a part that takes no writes at all. */
import { SyncError } from '../../../shared/codes';
import { grouped } from '../../../shared/grouped';
import type { Engine } from '../model/engine';
import type { Item } from '../model/item';
import { portOf, type WriteResult } from '../model/port';
import type { PlanRow } from '../model/store';

/** What a server answers when it breaks over something. */
const BROKEN: readonly SyncError['code'][] = ['ms.server', 'espo.server'];

/** A write that the server broke over: a person is told, and each run tries it again, with what was agreed to. */
export const brokenRow = (plan: PlanRow, detail: string): PlanRow => ({
  ...sentInVain(plan),
  state: 'held',
  reason: 'brokeDown',
  detail,
});

function sentInVain(plan: PlanRow): PlanRow {
  // To try it again is not to agree to anything.
  const asked = plan.reason === 'brokeDown' ? undefined : plan.reason;
  return { ...plan, broke: { agreed: plan.state === 'confirmed' ? (plan.broke?.agreed ?? asked) : undefined } };
}

interface Broken {
  plan: PlanRow;
  error: SyncError;
}

export class BrokenWrites {
  /** Feeds that took a write, or refused one for what it says. */
  readonly #taking = new Set<string>();
  #open: Broken[] = [];

  /** Answers the error that ends the run: a server that does not answer, or asks to wait, is not asked again. */
  async heard(engine: Engine, plan: PlanRow, result: WriteResult<Item>): Promise<SyncError | undefined> {
    if (result.kind === 'ok' || result.kind === 'removed') this.#taking.add(feedOf(plan));
    if (result.kind === 'refused' && result.reason !== 'brokeDown') this.#taking.add(feedOf(plan));
    if (result.kind !== 'failed' && result.kind !== 'lost') return undefined;
    const { error } = result;
    if (error.family === 'user' && result.kind === 'failed') return error;
    if (error.family !== 'passing') return undefined;
    if (!BROKEN.includes(error.code) || !(await this.#isOfPart(engine, plan, error))) return error;
    this.#open.push({ plan, error });
    return undefined;
  }

  /** One answer is enough to know that the side itself stands. */
  async #isOfPart({ ports }: Engine, { side }: PlanRow, error: SyncError): Promise<boolean> {
    if (error.retryAfter === undefined && this.#open.some((other) => other.plan.side === side)) return true;
    return portOf(ports, side).isOfPart(error);
  }

  /**
   * What a wave came to. Where other writes of the same feed are taken it is the item's own, and so it is where nothing but this one was
   * to be written and it breaks again. Else it is the feed, which is out for the rest of the run.
   */
  async judge(engine: Engine): Promise<void> {
    const put: PlanRow[] = [];
    for (const [feed, broken] of grouped(this.#open, ({ plan }) => feedOf(plan))) {
      const again = broken.length === 1 && broken[0]?.plan.broke !== undefined;
      const ofItems = this.#taking.has(feed) || again;
      for (const { plan, error } of broken) {
        put.push(ofItems ? brokenRow(plan, error.detail ?? '') : sentInVain(plan));
        if (!ofItems) engine.parts.fail(plan.side, plan.feed, error);
      }
    }
    this.#open = [];
    if (put.length > 0) await engine.store.commit({ plan: { put } });
  }
}

const feedOf = ({ side, feed }: PlanRow): string => `${side}|${feed}`;
