/** Creates over which the server broke: before or after it stored the record? */
import { SyncError } from '../../shared/codes';
import type { EspoItem } from '../sync/model/item';
import type { CreateIntent, Intent, Settled, WriteResult } from '../sync/model/port';

/** `broke`: answered with 500, so that nobody knows yet. */
export type Tried = WriteResult<EspoItem> | { kind: 'broke'; error: SyncError };
/** As the port's `recover`: undefined where it could not be asked. */
type LookUp = (intents: readonly CreateIntent[]) => Promise<(EspoItem[] | undefined)[]>;

/** Looks for their records, once all that was sent beside them is answered: what another create has made is none of theirs. */
export class BrokenCreates {
  readonly #lookUp: LookUp;
  readonly #made = new Set<string>();

  constructor(lookUp: LookUp) {
    this.#lookUp = lookUp;
  }

  async settled(tried: readonly { intent: Intent; result: Tried }[]): Promise<Settled<EspoItem>[]> {
    const broken: CreateIntent[] = [];
    for (const { intent, result } of tried) {
      if (intent.op !== 'create') continue;
      if (result.kind === 'ok') this.#made.add(result.item.id);
      if (result.kind === 'broke') broken.push(intent);
    }
    const found = await this.#found(broken);
    return tried.map(({ intent, result }) => ({
      key: intent.key,
      result: result.kind === 'broke' ? this.#outcome(found.get(intent), result.error) : result,
    }));
  }

  async #found(broken: readonly CreateIntent[]): Promise<Map<Intent, EspoItem[] | SyncError | undefined>> {
    if (broken.length === 0) return new Map();
    try {
      const found = await this.#lookUp(broken);
      return new Map(broken.map((intent, i) => [intent, found[i]]));
    } catch (error) {
      const known = error instanceof SyncError ? error : new SyncError('bug', String(error), { cause: error });
      return new Map(broken.map((intent) => [intent, known]));
    }
  }

  /** Of two that are alike in everything each has one of its own. */
  #outcome(found: EspoItem[] | SyncError | undefined, error: SyncError): WriteResult<EspoItem> {
    if (!found || found instanceof SyncError) return { kind: 'lost', error: found ?? error };
    const item = found.find(({ id }) => !this.#made.has(id));
    if (!item) return { kind: 'refused', reason: 'brokeDown', detail: '500' };
    this.#made.add(item.id);
    return { kind: 'ok', item };
  }
}
