/** What each page of Outlook has asked for: only of that is it told more. In memory: a worker that was restarted is asked anew. */
import { foldId } from '../../../shared/item-id';

/** Pages and ids that are remembered; more are asked for again. */
const PAGES = 30;
const IDS = 20_000;

const pages = new Map<string, Set<string>>();

export function noteShown(page: string, ids: readonly string[]): void {
  const known = pages.get(page) ?? new Set();
  if (known.size > IDS) known.clear();
  for (const id of ids) known.add(foldId(id));
  // The page that was used last is the last to be forgotten.
  pages.delete(page);
  pages.set(page, known);
  for (const [oldest] of pages) {
    if (pages.size <= PAGES) break;
    pages.delete(oldest);
  }
}

export const isShown = (page: string, id: string): boolean => pages.get(page)?.has(foldId(id)) ?? false;
