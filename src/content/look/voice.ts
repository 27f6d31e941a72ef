/** Says to whoever listens what the mark of a tile shows to others, when the keyboard comes to it. */
import { el, spokenAs } from '../common/dom';
import { ownElement } from '../common/leftovers';

/** Milliseconds: only where the keyboard rests, not for each tile on the way. */
const RESTS = 500;

export class Voice {
  readonly #host = ownElement();
  readonly #said = el('div', { 'aria-live': 'polite', ...spokenAs() });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const root = this.#host.attachShadow({ mode: 'closed' });
    const style = document.createElement('style');
    style.textContent =
      ':host { all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; inline-size: 1px !important; block-size: 1px !important; overflow: hidden !important; clip-path: inset(50%) !important; pointer-events: none !important }';
    root.append(style, this.#said);
  }

  soon(text: string): void {
    clearTimeout(this.#timer);
    // It has to be there before it speaks.
    if (!this.#host.isConnected) document.body.append(this.#host);
    this.#timer = setTimeout(() => {
      this.#said.textContent = text;
    }, RESTS);
  }

  hush(): void {
    clearTimeout(this.#timer);
    this.#said.textContent = '';
  }

  remove(): void {
    this.hush();
    this.#host.remove();
  }
}
