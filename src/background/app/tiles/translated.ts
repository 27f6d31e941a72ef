/**
 * Some pages name events by their default id (outlook-web.md 0.2). Of linked events both ids are kept; of the others the page's is
 * translated, once for all that are on the page, and never while a tile waits for its badge.
 */
import { asGraphId, foldId } from '../../../shared/item-id';
import { tellTabs } from '../kept/notices';

/** Immutable by folded default id; '' for what the server does not know. */
const known = new Map<string, string>();
const MOST = 5000;
let under: Promise<void> | undefined;

/** Default ids begin with the length and kind of a store's entry; immutable ones with another (graph.md 2). */
const isDefault = (id: string): boolean => /^AA(Mk|Qk)A/.test(id);

export const immutableIds = (): ReadonlyMap<string, string> => known;

/** Of these the default ids that are not known yet; tabs look again when there are any. */
export function translateLater(ids: readonly string[]): void {
  const open = [...new Set(ids.map(foldId))].filter((id) => isDefault(id) && !known.has(id));
  if (open.length === 0 || under) return;
  under = translate(open)
    .catch(() => undefined)
    .finally(() => {
      under = undefined;
    });
}

async function translate(open: readonly string[]): Promise<void> {
  const [{ toImmutable }, { graphClient }] = await Promise.all([
    import('../../outlook/immutable-ids'),
    import('../kept/services'),
  ]);
  const found = await toImmutable(await graphClient(new AbortController().signal), open.map(asGraphId));
  if (known.size > MOST) known.clear();
  for (const id of open) known.set(id, found.get(asGraphId(id)) ?? '');
  if (found.size > 0) await tellTabs();
}
