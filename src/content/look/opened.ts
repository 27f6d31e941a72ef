/** What Outlook has opened of one event: its card, its form, or its own tab; and which event that is (layers b and c). */
import { FORM, idInAddress, MODAL, PEEK, PRIVATE, SUBJECT, SURFACE, TILE } from '../common/selectors';
import { agreed } from '../recognise/agree';
import type { Said } from '../recognise/known-events';
import { isOfTile } from '../recognise/pressed';
import { language, saidBy } from './days';

export interface Opened {
  /** What the line is shown beside. */
  place: Element;
  id: string;
  layer: 'address' | 'pressed';
  /** It says so itself, or its tile did. */
  isPrivate: boolean;
}

/** What an element says, text by text; of fields their values. */
function textsOf(root: Element): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && texts.length < 300; node = walker.nextNode())
    if (node.textContent?.trim()) texts.push(node.textContent);
  for (const field of root.querySelectorAll('input')) texts.push(field.value);
  return texts;
}

export class Pressed {
  #last: Said | undefined;
  #lastIsPrivate = false;

  /** The tile under a press, or that a key was pressed on. What opens after a press beside all of them is of none. */
  note(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const tile = target.closest(TILE);
    if (!tile && !target.closest(SURFACE)) return;
    this.#last = tile ? saidBy(tile) : undefined;
    this.#lastIsPrivate = tile?.querySelector(PRIVATE) != null;
  }

  /** undefined: nothing is open, or nobody can say which. `same`: whether two ids mean the same event. */
  opened(same: (a: string, b: string) => boolean, disagree: () => void): Opened | undefined {
    const form = document.querySelector(FORM);
    const peek = document.querySelector(PEEK);
    const place = form ? (form.closest(MODAL) ?? form) : peek;
    if (!place) return undefined;
    const byAddress = form ? idInAddress(location.href) : undefined;
    const said = this.#last;
    const lines = said ? textsOf(form?.querySelector(SUBJECT)?.parentElement ?? form ?? (peek as Element)) : [];
    const byPress = said && said.id !== '' && isOfTile(said, lines, language()) ? said.id : undefined;
    const equal = byAddress !== undefined && byPress !== undefined && same(byAddress, byPress);
    const id = agreed([byAddress, equal ? byAddress : byPress], disagree);
    if (id === undefined) return undefined;
    const isPrivate = place.querySelector(PRIVATE) !== null || (byPress !== undefined && this.#lastIsPrivate);
    return { place, id, layer: byAddress === undefined ? 'pressed' : 'address', isPrivate };
  }
}
