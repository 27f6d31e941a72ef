/** Where the mark of an event stands, for as long as it does: Outlook draws its tiles anew all the time, and uses their nodes again. */
import type { Anchor } from '../common/anchor';
import { ID, LABELLED } from '../common/selectors';
import { markOn, markRect } from './marks';

/** `key`: what the mark of the tile is asked by. */
export function anchorOf(tile: Element, key: string): Anchor {
  const id = tile.getAttribute(ID);
  let now = tile;
  // Without an id only what it was matched with says which event it is.
  const isIts = (node: Element): boolean =>
    node.isConnected && (id === null ? markOn(node)?.id === key : node.getAttribute(ID) === id);
  const there = (): Element | undefined => {
    if (!isIts(now) && id !== null) now = document.querySelector(`[${ID}="${CSS.escape(id)}"]`) ?? now;
    return isIts(now) ? now : undefined;
  };
  return {
    near: tile,
    rect: () => {
      const place = there();
      return place && markRect(place);
    },
    focus: () => there()?.querySelector<HTMLElement>(LABELLED)?.focus(),
  };
}
