/** Looks at the calendar once in a while after it has changed: for edits, for health, and where ids are missing. */
import { ID, TILE } from '../common/selectors';
import type { Said } from '../recognise/known-events';
import { daysShown, saidBy } from './days';
import { editedIn, type Snapshot } from './edits';

/** Milliseconds after the last change, and at the longest while it goes on changing. */
const QUIET = 300;
const LONGEST = 2000;
/** So long after other days were opened, or a scroll, tiles come and go by themselves. */
const SETTLES = 2000;

export interface Seen {
  days: string[];
  tiles: Map<Element, Said>;
}

export class Watch {
  readonly #looked: (seen: Seen) => void;
  readonly #edited: (ids: string[]) => void;
  readonly #isUnknown: (id: string) => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;
  #before: Snapshot | undefined;
  #movedAt = 0;
  #openedAt = 0;

  constructor(looked: (seen: Seen) => void, edited: (ids: string[]) => void, isUnknown: (id: string) => boolean) {
    this.#looked = looked;
    this.#edited = edited;
    this.#isUnknown = isUnknown;
  }

  start(): void {
    document.addEventListener('scroll', this.#moved, { capture: true, passive: true });
    this.soon();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#before = undefined;
    document.removeEventListener('scroll', this.#moved, { capture: true });
  }

  readonly #moved = (): void => {
    this.#movedAt = performance.now();
  };

  soon(): void {
    const now = performance.now();
    if (this.#timer === undefined) this.#since = now;
    // A page that never rests is looked at all the same.
    else if (now - this.#since > LONGEST - QUIET) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), QUIET);
  }

  #look(): void {
    this.#timer = undefined;
    if (document.visibilityState !== 'visible') return;
    const days = daysShown();
    const tiles = new Map<Element, Said>();
    const said = new Map<string, string>();
    for (const tile of document.querySelectorAll(TILE)) {
      const one = saidBy(tile);
      tiles.set(tile, one);
      const text = `${one.label}\n${one.title}`;
      said.set(one.id, one.day === '' ? text : `${text}\n${one.day}`);
    }
    const now = performance.now();
    const text = days.join();
    if (text !== this.#before?.days) this.#openedAt = now;
    const moving = now - this.#movedAt < SETTLES || now - this.#openedAt < SETTLES;
    const snapshot: Snapshot = { days: text, tiles: said, moving };
    const ids = editedIn(this.#before, snapshot, this.#isUnknown);
    // What was there before a scroll is not gone for it.
    const kept = moving && this.#before?.days === text ? new Map([...this.#before.tiles, ...said]) : said;
    this.#before = { ...snapshot, tiles: kept };
    if (ids.length > 0) this.#edited(ids);
    this.#looked({ days, tiles });
  }
}

/** Ids that are on the page; of events that one tile of keeps back, none. */
export function idsShown(isKeptBack: (tile: Element) => boolean): Set<string> {
  const ids = new Set<string>();
  const keptBack = new Set<string>();
  for (const tile of document.querySelectorAll(TILE)) {
    const id = tile.getAttribute(ID) ?? '';
    if (id !== '') (isKeptBack(tile) ? keptBack : ids).add(id);
  }
  for (const id of keptBack) ids.delete(id);
  return ids;
}
