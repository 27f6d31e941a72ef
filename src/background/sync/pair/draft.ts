/** The plan under way: each row is stored when it is made, and only its head is held. */
import { answered } from '../decide/answered';
import { headOf, type PlanHead, rowsOf } from '../model/plan-head';
import type { Changes, Choice, PlanRow, Store } from '../model/store';

type Standing = Pick<PlanRow, 'state' | 'reason'>;

interface Drafted {
  head: PlanHead;
  /** It was decided on without waiting for anybody, whatever was said to it before. */
  isNew: boolean;
  /** How the write stood in the plan before. */
  before: Standing | undefined;
  /** How it stands in the store. */
  stored: Standing;
  choices?: readonly Choice[];
}

export class Draft {
  readonly #store: Store;
  readonly #rows = new Map<string, Drafted>();
  readonly #dropped = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /** It was made in this pass, and is not to be. */
  wasDropped = (id: string): boolean => this.#dropped.has(id);

  heads(): PlanHead[] {
    return [...this.#rows.values()].map(({ head }) => head);
  }

  isNew = ({ id }: PlanHead): boolean => this.#rows.get(id)?.isNew === true;

  before({ id }: PlanHead): Standing | undefined {
    return this.#rows.get(id)?.before;
  }

  /** `besides`: what changes with them, in one commit. */
  async add(rows: readonly PlanRow[], besides: Changes = {}): Promise<void> {
    const old = await this.#store.planById(rows.map(({ id }) => id));
    const put = rows.map((row, i) => {
      const made = answered(row, old[i]);
      const waiting = asBefore(made, old[i]);
      const known = this.#rows.get(row.id);
      this.#rows.set(row.id, {
        head: headOf(made),
        isNew: row.state === 'ready',
        before: known ? known.before : old[i] && standing(old[i]),
        stored: standing(waiting),
        ...(waiting.reason === 'sameMeeting' ? { choices: made.choices } : {}),
      });
      return waiting;
    });
    await this.#store.commit({ ...besides, plan: { put } });
  }

  /** They stand as they did: nothing could be decided about them in this pass. */
  async keep(rows: readonly PlanRow[]): Promise<void> {
    const put = rows.map((row): PlanRow => ({ ...row, undecided: true }));
    for (const row of put)
      this.#rows.set(row.id, { head: headOf(row), isNew: false, before: standing(row), stored: standing(row) });
    if (put.length > 0) await this.#store.commit({ plan: { put } });
  }

  drop(test: (head: PlanHead) => boolean): void {
    for (const [id, { head }] of this.#rows)
      if (test(head)) {
        this.#rows.delete(id);
        this.#dropped.add(id);
      }
  }

  /** A person is asked first, which of these it is. */
  hold({ id }: PlanHead, reason: PlanRow['reason'], choices: readonly Choice[]): void {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, head: { ...row.head, state: 'held', reason }, choices });
  }

  /** What is to be stored when all are judged. */
  async settled(judged: readonly PlanHead[]): Promise<NonNullable<Changes['plan']>> {
    const open = judged.filter((head) => {
      const row = this.#rows.get(head.id);
      return row?.choices !== undefined || row?.stored.state !== head.state || row.stored.reason !== head.reason;
    });
    const byId = new Map(open.map((head) => [head.id, head]));
    let put: PlanRow[] = [];
    for await (const rows of rowsOf(this.#store, [...byId.keys()])) {
      // Of very many no more is held than of these.
      if (put.length > 0) await this.#store.commit({ plan: { put } });
      put = rows.map((row) => {
        const { state = row.state, reason } = byId.get(row.id) ?? {};
        const choices = this.#rows.get(row.id)?.choices ?? row.choices;
        return { ...row, state, reason, choices: [...choices] };
      });
    }
    return { put, remove: (await this.#store.planIds()).filter((id) => !this.#rows.has(id)) };
  }
}

const standing = ({ state, reason }: PlanRow): Standing => ({ state, reason });

/** A question stands until all are judged: a worker that is stopped before leaves it behind. */
function asBefore(row: PlanRow, old: PlanRow | undefined): PlanRow {
  if (row.state !== 'ready' || old?.state !== 'held') return row;
  if (old.reason === 'bulk') return { ...row, state: 'held', reason: 'bulk' };
  return old.reason === 'sameMeeting' ? { ...row, state: 'held', reason: 'sameMeeting', choices: old.choices } : row;
}
