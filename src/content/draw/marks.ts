/**
 * The state of an event on its tile: two attributes that the extension's own stylesheet (marks.css) draws. No node of ours stands where
 * Outlook renders, so there is nothing that it could drop, and nothing that could get in the way of its own.
 */
import type { Badge } from '../../shared/card';

/** `<EntityType>/<id>` of the linked record. */
export const LINK = 'data-espo-link';
const STATE = 'data-espo-state';

/** What is shown where; by the node, because attributes are anybody's. */
let shown = new WeakMap<Element, Mark>();

export interface Mark {
  /** What the worker is asked by. */
  id: string;
  badge: Badge;
}

export const markOn = (tile: Element): Mark | undefined => shown.get(tile);

/** Makes the tile show this mark, or none. Reads no layout; a tile that is right already costs two comparisons. */
export function paint(tile: Element, mark: Mark | undefined): void {
  const state = mark?.badge.state;
  const link = mark && mark.badge.id !== '' ? `${mark.badge.type}/${mark.badge.id}` : undefined;
  if (mark) shown.set(tile, mark);
  else shown.delete(tile);
  put(tile, STATE, state?.toLowerCase());
  put(tile, LINK, link);
}

function put(tile: Element, name: string, value: string | undefined): void {
  const before = tile.getAttribute(name);
  if (value === undefined) {
    if (before !== null) tile.removeAttribute(name);
  } else if (before !== value) tile.setAttribute(name, value);
}

/** No trace is left: after an update of the extension this script is an orphan. */
export function removeAll(): void {
  for (const name of [LINK, STATE])
    for (const tile of document.querySelectorAll(`[${name}]`)) tile.removeAttribute(name);
  shown = new WeakMap();
}

/** Side of the mark's column on a tile, and of what may be pressed around it. Pixels, as in marks.css. */
const COLUMN = 18;
const READABLE = 12;
const TARGET = 24;

/** Where the mark of a tile is drawn: at its top, at the end of the line. */
export function markRect(tile: Element): DOMRect {
  const box = tile.getBoundingClientRect();
  const width = Math.min(COLUMN, Math.max(box.width / 3, Math.min(READABLE, box.width / 2)));
  const rtl = getComputedStyle(tile).direction === 'rtl';
  return new DOMRect(rtl ? box.left : box.right - width, box.top, width, Math.min(COLUMN, box.height));
}

/** The marked tile whose mark is at this point of the window, with some room around it. */
export function markAt(x: number, y: number, target: Element | null): Element | undefined {
  const own = target && tileOf(target);
  if (own) return isOver(own, x, y) ? own : undefined;
  // A low tile is lower than what has to be pressed: what is just above and below it is its, too.
  for (const dy of [-4, 4]) {
    const near = document.elementFromPoint(x, y + dy);
    const tile = near && tileOf(near);
    if (tile && isOver(tile, x, y)) return tile;
  }
  return undefined;
}

function tileOf(element: Element): Element | undefined {
  const tile = element.closest(`[${STATE}]`);
  return tile && shown.has(tile) ? tile : undefined;
}

function isOver(tile: Element, x: number, y: number): boolean {
  const { left, top, width, height } = markRect(tile);
  return Math.abs(x - left - width / 2) <= TARGET / 2 && Math.abs(y - top - height / 2) <= TARGET / 2;
}

/** The marked tile that has Outlook's focus. */
export function focusedTile(): Element | undefined {
  const { activeElement } = document;
  return activeElement ? tileOf(activeElement) : undefined;
}
