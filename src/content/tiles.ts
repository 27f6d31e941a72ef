import type { Badge } from '../shared/state';
import { isBadge, keepStyle, LINK, paint } from './badge';

/** Every event tile carries Outlook's id of the item; nothing else about the page is relied on. */
const ID = 'data-calitemid';
const TILE = `[${ID}]`;
/** From so many new nodes on, one query over the page is cheaper than one in each of them. */
const MANY = 16;

/** Watches the tiles and paints them: at once when a tile appears or changes its id, because Outlook re-creates them all the time. */
export class Tiles {
  readonly #badgeOf: (id: string) => Badge | null;
  readonly #alive: () => boolean;
  readonly #observer: MutationObserver;
  #robbed = new Set<Element>();

  /** `alive` is asked with every change, and false ends it: the caller cleans up. */
  constructor(badgeOf: (id: string) => Badge | null, alive: () => boolean) {
    this.#badgeOf = badgeOf;
    this.#alive = alive;
    this.#observer = new MutationObserver((records) => this.#changed(records));
  }

  start(): void {
    this.#watch();
    this.paintAll();
  }

  stop(): void {
    this.#observer.disconnect();
    this.#robbed.clear();
  }

  ids(): Set<string> {
    return new Set([...document.querySelectorAll(TILE)].map((tile) => tile.getAttribute(ID) ?? '').filter((id) => id));
  }

  paintAll(): void {
    this.#quietly(() => {
      // By index: with hundreds of tiles the iterator alone costs a quarter of the time.
      const tiles = document.querySelectorAll(TILE);
      for (let i = 0; i < tiles.length; i++) this.#paint(tiles[i] as Element);
    });
  }

  #watch(): void {
    this.#observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: [ID] });
  }

  /** Our own changes are not worth a record each. Nothing of the page's is missed: painting is synchronous. */
  #quietly(painting: () => void): void {
    const missed = this.#observer.takeRecords();
    this.#observer.disconnect();
    keepStyle();
    painting();
    this.#watch();
    if (missed.length > 0) this.#changed(missed);
  }

  #changed(records: readonly MutationRecord[]): void {
    let added = 0;
    let touched = false;
    for (const { type, addedNodes, removedNodes, target } of records) {
      added += addedNodes.length;
      if (type === 'attributes' || addedNodes.length > 0) touched = true;
      if (removedNodes.length > 0) this.#noteRobbery(target, removedNodes);
    }
    if (!touched) return;
    if (!this.#alive()) return;
    if (added >= MANY) return this.paintAll();
    const tiles = tilesOf(records);
    if (tiles.size > 0)
      this.#quietly(() => {
        for (const tile of tiles) this.#paint(tile);
      });
  }

  #paint(tile: Element): void {
    const id = tile.getAttribute(ID);
    paint(tile, id ? this.#badgeOf(id) : null);
  }

  /**
   * The page drew the inside of a tile anew and dropped the badge with it. Put back with the next frame, not at once: two observers
   * that undo each other's work would otherwise never let the page breathe.
   */
  #noteRobbery(target: Node, removed: NodeList): void {
    if (!(target instanceof Element) || !target.hasAttribute(LINK) || ![...removed].some(isBadge)) return;
    if (this.#robbed.size === 0)
      requestAnimationFrame(() => {
        const robbed = [...this.#robbed].filter((tile) => tile.isConnected);
        this.#robbed.clear();
        this.#quietly(() => {
          for (const tile of robbed) this.#paint(tile);
        });
      });
    this.#robbed.add(target);
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
  }
  return tiles;
}
