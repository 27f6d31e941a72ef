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
/** The way into a frame inside the page, and out of the window, comes with no move of the pointer. */
const MOVES = ['pointermove', 'pointerover', 'pointerout'] as const;
const PRESSES = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'auxclick', 'dblclick'] as const;

export class Hands {
  readonly #card: Card;
  readonly #line: Line;
  readonly #voice: Voice;
  readonly #pressed: (target: EventTarget | null) => void;
  #over: Element | undefined;
  /** Where the pointer was last seen; nothing once it has left the window. */
  #at: { target: Element | null; x: number; y: number } | undefined;
  #looks = 0;
  #follows = 0;

  constructor(card: Card, line: Line, voice: Voice, pressed: (target: EventTarget | null) => void) {
    [this.#card, this.#line, this.#voice, this.#pressed] = [card, line, voice, pressed];
  }

  start(): void {
    // On the window and capturing: before any listener of the page's framework.
    for (const type of PRESSES) window.addEventListener(type, this.#press, true);
    for (const type of MOVES) window.addEventListener(type, this.#move, { capture: true, passive: true });
    window.addEventListener('keydown', this.#key, true);
    window.addEventListener('focusin', this.#focus, true);
    window.addEventListener('scroll', this.#scroll, { capture: true, passive: true });
    window.addEventListener('resize', this.#scroll, { passive: true });
  }

  stop(): void {
    for (const type of PRESSES) window.removeEventListener(type, this.#press, true);
    for (const type of MOVES) window.removeEventListener(type, this.#move, { capture: true });
    window.removeEventListener('keydown', this.#key, true);
    window.removeEventListener('focusin', this.#focus, true);
    window.removeEventListener('scroll', this.#scroll, { capture: true });
    window.removeEventListener('resize', this.#scroll);
    cancelAnimationFrame(this.#looks);
    cancelAnimationFrame(this.#follows);
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
    if (!event.isTrusted || event.pointerType === 'touch') return;
    if (event.type === 'pointerout') {
      // Out of one element is into another one, which says so itself.
      if (event.relatedTarget !== null) return;
      this.#at = undefined;
    } else {
      const target = event.target instanceof Element ? event.target : null;
      this.#at = { target, x: event.clientX, y: event.clientY };
    }
    // Layout is read once a frame, for where the pointer is by then.
    this.#looks ||= requestAnimationFrame(() => {
      this.#looks = 0;
      const at = this.#at;
      if (at && at.target === this.#card.host.element) return;
      this.#setOver(at && markAt(at.x, at.y, at.target));
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
    this.#follows ||= requestAnimationFrame(() => {
      this.#follows = 0;
      this.#card.moved();
      this.#line.moved();
    });
  };
}
