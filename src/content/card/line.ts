/** One line of the card beside what Outlook opens of an event: its peek, its form, its own tab. They carry no badge of their own. */
import type { Badge } from '../../shared/card';
import { say } from '../../shared/say';
import { el } from '../common/dom';
import { stateText } from '../common/texts';
import { Host } from './host';
import { press, pressable } from './press';

export class Line {
  readonly host: Host;
  readonly #details: (id: string) => void;
  #place: Element | undefined;
  #shown = '';

  constructor(details: (id: string) => void) {
    this.#details = details;
    this.host = new Host('group', (event, inner) => {
      if (event.type === 'click') press(inner);
    });
  }

  /** Beside this element; undefined: it has gone, or nothing is known of it. */
  show(place: Element | undefined, id: string, badge: Badge | undefined): void {
    if (!place?.isConnected || !badge || !id) return this.hide();
    const { state, label, url } = badge;
    const key = [id, state, label, url].join('\n');
    if (key !== this.#shown || this.#place !== place || !this.host.open) {
      const open =
        /^https?:\/\//i.test(url) &&
        el('a', { class: 'open', href: url, target: '_blank', rel: 'noopener noreferrer' }, say('card_open'));
      this.host.panel.setAttribute('aria-label', say('espo'));
      this.host.panel.replaceChildren(
        el('span', { class: 'mark', 'aria-hidden': 'true' }, 'E'),
        el('span', { class: `state ${state}` }, stateText(state)),
        ...(label === '' ? [] : [el('span', { class: 'one', dir: 'auto' }, label)]),
        ...(open ? [open] : []),
        pressable(say('card_details'), () => this.#details(id)),
      );
    }
    [this.#place, this.#shown] = [place, key];
    this.host.show();
    this.moved();
  }

  hide(): void {
    if (this.host.open) this.host.hide();
    [this.#place, this.#shown] = [undefined, ''];
  }

  /** Under its lower edge, or on it where there is no room under it. */
  moved(): void {
    if (!this.host.open) return;
    if (!this.#place?.isConnected) return this.hide();
    const { left, right, bottom, width } = this.#place.getBoundingClientRect();
    const height = this.host.panel.getBoundingClientRect().height;
    const top = Math.min(bottom, window.innerHeight - height - 12) - 4;
    this.host.place(new DOMRect(left, top, Math.max(1, width || right - left), 0), this.#place);
  }

  /** Opened by the keyboard; false where there is none. */
  details(): boolean {
    if (!this.host.open) return false;
    this.#details(this.#shown.split('\n', 1)[0] ?? '');
    return true;
  }

  /** What opened the card has the focus again when that closes. */
  focus(): void {
    this.host.panel.querySelector('button')?.focus();
  }

  get rect(): DOMRect | undefined {
    return this.host.open ? this.host.panel.getBoundingClientRect() : undefined;
  }
}
