/** Whether the tiles of a page say that somebody has edited the calendar, or only that another part of it is shown. Pure. */

export interface Snapshot {
  /** The days that are shown, as one text. */
  days: string;
  /** By id: what the tile says. */
  tiles: ReadonlyMap<string, string>;
  /** The page was scrolled, or still draws other days: what comes and goes has not been edited. */
  moving: boolean;
}

/** More at once are no edit by hand; one is enough to look. */
const MOST = 20;

/** Ids of tiles that came, went, or say something else. `isUnknown`: nothing is known of it yet, so that it is new. */
export function editedIn(before: Snapshot | undefined, now: Snapshot, isUnknown: (id: string) => boolean): string[] {
  if (before?.days !== now.days) return [];
  const ids: string[] = [];
  for (const [id, said] of now.tiles) {
    const known = before.tiles.get(id);
    if (known === undefined ? isUnknown(id) : known !== said) ids.push(id);
  }
  if (!now.moving && !before.moving) for (const id of before.tiles.keys()) if (!now.tiles.has(id)) ids.push(id);
  return ids.slice(0, MOST);
}
