/** What the user does with marks: by pointer and by keyboard. What is done to a mark is not done to the tile, and the other way round. */
import type { Card } from './card/card';
import type { Line } from './card/line';
import { KEY, spokenText } from './common/texts';
import { anchorOf } from './draw/mark-anchor';
import { focusedTile, markAt, markOn } from './draw/marks';
import type { Voice } from './look/voice';

const OVER = 'data-espo-over';
/** The button of the pointer that opens menus; "auxclick" is told of it, too. */
const MENU = 2;
const PRESSES = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'auxclick', 'dblclick'] as const;

export class Hands {
  readonly #card: Card;
  readonly #line: Line;
  readonly #voice: Voice;
  readonly #pressed: (target: EventTarget | null) => void;
  #over: Element | undefined;
  #frame = 0;

  constructor(card: Card, line: Line, voice: Voice, pressed: (target: EventTarget | null) => void) {
    [this.#card, this.#line, this.#voice, this.#pressed] = [card, line, voice, pressed];
  }

  start(): void {
    // On the window and capturing: before any listener of the page's framework.
    for (const type of PRESSES) window.addEventListener(type, this.#press, true);
    window.addEventListener('pointermove', this.#move, { capture: true, passive: true });
    window.addEventListener('keydown', this.#key, true);
    window.addEventListener('focusin', this.#focus, true);
    window.addEventListener('scroll', this.#scroll, { capture: true, passive: true });
    window.addEventListener('resize', this.#scroll, { passive: true });
  }

  stop(): void {
    for (const type of PRESSES) window.removeEventListener(type, this.#press, true);
    window.removeEventListener('pointermove', this.#move, { capture: true });
    window.removeEventListener('keydown', this.#key, true);
    window.removeEventListener('focusin', this.#focus, true);
    window.removeEventListener('scroll', this.#scroll, { capture: true });
    window.removeEventListener('resize', this.#scroll);
    cancelAnimationFrame(this.#frame);
    this.#setOver(undefined);
  }

  /** Tiles were drawn anew: what stands beside one of them follows it. */
  pageChanged(): void {
    if (this.#card.host.open || this.#line.host.open) this.#scroll();
  }

  readonly #press = (event: MouseEvent): void => {
    if (!event.isTrusted) return;
    const target = event.target instanceof Element ? event.target : null;
    // The other button asks for Outlook's own menu, on a mark as beside it.
    const tile = event.button === MENU ? undefined : markAt(event.clientX, event.clientY, target);
    if (!tile) {
      if (event.type !== 'pointerdown') return;
      this.#pressed(target);
      // Anywhere else means that it is not wanted any more.
      this.#card.close();
      return;
    }
    event.stopImmediatePropagation();
    event.preventDefault();
    const mark = markOn(tile);
    if (!mark || (event.type !== 'click' && event.type !== 'auxclick')) return;
    const isMouse = (event as PointerEvent).pointerType !== 'touch';
    const { url, state } = mark.badge;
    // A badge leads to its record; what asks, or leads nowhere, and a finger that cannot hover, see the card.
    if (isMouse && /^https?:\/\//i.test(url) && state !== 'needs') window.open(url, '_blank', 'noopener,noreferrer');
    else if (event.type === 'click') void this.#card.pin(mark.id, anchorOf(tile, mark.id));
  };

  readonly #move = (event: PointerEvent): void => {
    if (!event.isTrusted || this.#frame !== 0 || event.pointerType === 'touch') return;
    const target = event.target instanceof Element ? event.target : null;
    const { clientX, clientY } = event;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#setOver(target === this.#card.host.element ? this.#over : markAt(clientX, clientY, target));
    });
  };

  #setOver(tile: Element | undefined): void {
    if (tile === this.#over) return;
    this.#over?.removeAttribute(OVER);
    this.#over = tile;
    tile?.setAttribute(OVER, '');
    const mark = tile && markOn(tile);
    if (tile && mark) this.#card.over(mark.id, anchorOf(tile, mark.id));
    else this.#card.left();
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (!event.isTrusted) return;
    if (event.key === 'Escape' && this.#card.host.open) {
      event.stopImmediatePropagation();
      event.preventDefault();
      this.#card.close();
    } else if (event.code === KEY.code && event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey) {
      const tile = focusedTile();
      const mark = tile && markOn(tile);
      if (tile && mark) void this.#card.pin(mark.id, anchorOf(tile, mark.id));
      else if (!this.#line.details()) return;
      event.stopImmediatePropagation();
      event.preventDefault();
    } else if (event.key === 'Enter' || event.key === ' ') this.#pressed(event.target);
  };

  readonly #focus = (): void => {
    const tile = focusedTile();
    const mark = tile && markOn(tile);
    if (mark) this.#voice.soon(spokenText(mark.badge.state));
    else this.#voice.hush();
  };

  readonly #scroll = (): void => {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#card.moved();
      this.#line.moved();
    });
  };
}
