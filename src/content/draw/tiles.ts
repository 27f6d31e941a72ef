/** Tiles of the page as they come and change: each is painted at once. */
import { ID, TILE } from '../common/selectors';
import { type Mark, paint } from './marks';

/** From so many new nodes on, one query over the page is cheaper than one in each of them. */
const MANY = 16;

/** Watches the tiles and paints them: at once when a tile appears or changes its id, because Outlook re-creates them all the time. */
export class Tiles {
  readonly #markOf: (tile: Element, id: string) => Mark | undefined;
  readonly #alive: () => boolean;
  readonly #happened: (records: readonly MutationRecord[]) => void;
  readonly #observer: MutationObserver;

  /** `alive` is asked with every change, and false ends it. `happened` hears of every change of the page, after the painting. */
  constructor(
    markOf: (tile: Element, id: string) => Mark | undefined,
    alive: () => boolean,
    happened: (records: readonly MutationRecord[]) => void,
  ) {
    this.#markOf = markOf;
    this.#alive = alive;
    this.#happened = happened;
    this.#observer = new MutationObserver((records) => this.#changed(records));
  }

  start(): void {
    this.#observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: [ID] });
    this.paintAll();
  }

  stop(): void {
    this.#observer.disconnect();
  }

  paintAll(): void {
    // By index: with hundreds of tiles the iterator alone costs a quarter of the time.
    const tiles = document.querySelectorAll(TILE);
    for (let i = 0; i < tiles.length; i++) this.#paint(tiles[i] as Element);
  }

  /** Our own attributes are not watched, and we add no nodes: painting makes no records. */
  #changed(records: readonly MutationRecord[]): void {
    if (!this.#alive()) return;
    let added = 0;
    let touched = false;
    for (const { type, addedNodes } of records) {
      added += addedNodes.length;
      if (type === 'attributes' || addedNodes.length > 0) touched = true;
    }
    if (touched && added >= MANY) this.paintAll();
    else if (touched) for (const tile of tilesOf(records)) this.#paint(tile);
    this.#happened(records);
  }

  #paint(tile: Element): void {
    const id = tile.getAttribute(ID);
    paint(tile, id ? this.#markOf(tile, id) : undefined);
  }
}

function tilesOf(records: readonly MutationRecord[]): Set<Element> {
  const tiles = new Set<Element>();
  for (const { type, addedNodes, target } of records) {
    // Also a tile that just lost its id: what it shows must go.
    if (type === 'attributes') tiles.add(target as Element);
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const element = node as Element;
      if (element.hasAttribute(ID)) tiles.add(element);
      if (element.firstElementChild) for (const tile of element.querySelectorAll(TILE)) tiles.add(tile);
    }
    // The inside of a tile was drawn anew: it may have become private.
    const inside = addedNodes.length > 0 && target instanceof Element ? target.closest(TILE) : null;
    if (inside) tiles.add(inside);
  }
  return tiles;
}
