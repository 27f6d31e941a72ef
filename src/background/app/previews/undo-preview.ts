import type { UndoCounts, UndoPreview } from '../../../shared/previews';
import type { Direction, Settings } from '../../../shared/settings';
import type { Side } from '../../sync/model/item';
import type { Link } from '../../sync/model/link';
import type { Store } from '../../sync/model/store';
import { rowsToUndo } from '../../sync/person/undo';
import { type Change, changesIn } from '../../sync/person/undo-changes';

/** What an undo would do, from the log alone: it asks no server, so what was edited since it does not know. */
export async function undoPreview(
  store: Store,
  { direction }: Settings,
  what: 'change' | 'record' | 'run',
  id: string,
): Promise<UndoPreview> {
  const rows = await rowsToUndo(store, what, id);
  const changes = changesIn(rows.filter((row) => row.undone === undefined));
  const links = await store.linksById(changes.map(({ linkId }) => linkId));
  const open = changes.filter((change) => writes(change, direction));
  const counts = (side: Side): UndoCounts => ({
    deleted: open.filter((change) => change.side === side && change.kind === 'create').length,
    putBack: open.filter((change) => change.side === side && change.kind === 'update').length,
    madeAgain: open.filter((change) => change.side === side && change.kind === 'remove').length,
  });
  return {
    changes: open.length,
    outlook: counts('outlook'),
    espo: counts('espo'),
    apart: open.filter(({ kind, relinked }) => kind === 'link' && !relinked).length,
    together: open.filter(({ kind }) => kind === 'unlink').length,
    already: changesIn(rows.flatMap(({ undone, ...row }) => (undone === undefined ? [] : [row]))).length,
    closed: changes.length - open.length,
    alone: changes.filter((change, i) => comesBackAlone(change, links[i])).length,
  };
}

const WRITABLE: Record<Direction, readonly Side[]> = {
  both: ['outlook', 'espo'],
  outlookToEspo: ['espo'],
  espoToOutlook: ['outlook'],
};

/** Links are taken apart and joined without a write on either side. */
const writes = ({ kind, side }: Change, direction: Direction): boolean =>
  kind === 'link' || kind === 'unlink' || WRITABLE[direction].includes(side);

/** Both halves were deleted, one by a person: only the other one is made again. */
const comesBackAlone = ({ kind, side }: Change, link: Link | undefined): boolean =>
  kind === 'remove' && (link?.lacks?.some((lacking) => lacking !== side) ?? false);
