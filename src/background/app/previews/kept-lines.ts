/** The items of a preview, line by line: kept beside what the runs know until the next preview, because a worker forgets. */
import { SyncError } from '../../../shared/codes';
import type { Page, PlanLine } from '../../../shared/items';
import type { Request } from '../../../shared/messages';
import { PREVIEW_LINES, type PreviewLine } from '../../../shared/previews';
import type { Database } from '../../store/database';
import type { Store } from '../../sync/model/store';
import { forgetLines, PREVIEW } from '../kept/preview-lines';
import { pageOf } from '../lists/plan-lines';

const CHUNK = 500;
type Of = Request<'preview.list'>['of'];
export type Lines = Record<PreviewLine, PlanLine[]>;

export const noLines = (): Lines => Object.fromEntries(PREVIEW_LINES.map((line) => [line, []])) as unknown as Lines;

export async function keepLines(db: Database, pair: string, of: Of, lines: Lines): Promise<void> {
  await forgetLines(db, pair, of);
  for (const line of PREVIEW_LINES) {
    const rows = lines[line];
    for (let at = 0; at === 0 || at < rows.length; at += CHUNK) {
      const name = `${PREVIEW}${of}|${line}|${String(at / CHUNK).padStart(6, '0')}`;
      await db.cursors.put({ pair, name, value: JSON.stringify(rows.slice(at, at + CHUNK)) });
    }
  }
}

export async function listLines(store: Store, request: Request<'preview.list'>): Promise<Page<PlanLine>> {
  const { of, line } = request;
  const names = await store.cursorNames(`${PREVIEW}${of}|${line}|`);
  if (names.length === 0) throw new SyncError('message.refused', 'there is no preview any more');
  const chunks = await Promise.all(names.map((name) => store.cursor(name)));
  const rows = chunks.flatMap((chunk) => JSON.parse(chunk ?? '[]') as PlanLine[]);
  return pageOf(rows, request);
}
