/** The card of one event: opened by its mark, its key or its line, filled as it becomes known, closed when nobody wants it any more. */
import type { Act, CardMore, CardView } from '../../shared/card';
import { say } from '../../shared/say';
import type { Anchor } from '../common/anchor';
import { Refused, send } from '../common/ask';
import { el } from '../common/dom';
import { startText, titled } from '../common/texts';
import type { Do, Form } from './deeds';
import { Host } from './host';
import { press } from './press';
import { wantsMore } from './view';
import { whole } from './whole';

export interface Wishes {
  /** What the page says itself, and nobody is asked about: a private event. */
  own(id: string): CardView | undefined;
  /** What else is on the page. */
  near(): string[];
  /** The worker was restarted: what is on the page is looked up anew, and asked again. */
  lookUp(id: string): Promise<void>;
  /** Something was ordered: the tile shows it at once. */
  ordered(id: string): void;
}

/** Milliseconds: until it opens for a pointer that rests, and closes for one that has gone. */
const OPENS = 180;
const CLOSES = 350;
/** So long is waited for EspoCRM before the card is drawn without it. */
const SOON = 400;
/** What was drawn anew a moment ago may not be what somebody has aimed at. */
const SETTLES = 250;

export class Card {
  readonly host: Host;
  readonly #wishes: Wishes;
  #id = '';
  #anchor: Anchor | undefined;
  /** Opened by a press or a key: it stays until it is closed. */
  #pinned = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #view: CardView | undefined;
  #more: CardMore | undefined;
  #form: HTMLElement | undefined;
  #back: HTMLElement | undefined;
  #movedAt = 0;
  /** Of several answers to how it is now, the last one counts. */
  #turn = 0;

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
    this.host = new Host('dialog', (event, inner) => this.#happened(event, inner));
    // A list of results grows by itself: it grows away from what the card stands beside.
    new ResizeObserver(() => this.moved()).observe(this.host.panel);
  }

  get id(): string {
    return this.host.open ? this.#id : '';
  }

  /** The pointer rests on a mark, or has left it. */
  over(id: string, anchor: Anchor): void {
    if (this.id === id) return clearTimeout(this.#timer);
    if (this.#pinned && this.host.open) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(id, anchor, false), OPENS);
  }

  left(): void {
    clearTimeout(this.#timer);
    if (this.#pinned) return;
    // What is still asked for is not wanted any more.
    if (!this.host.open) this.#anchor = undefined;
    else this.#timer = setTimeout(() => this.close(), CLOSES);
  }

  /** By a press or a key: it takes the focus, and gives it back. */
  async pin(id: string, anchor: Anchor): Promise<void> {
    clearTimeout(this.#timer);
    const { activeElement } = document;
    const before = this.#back;
    if (this.id !== id) void this.#open(id, anchor, true);
    // Afterwards: another card that closes for this one has a way back of its own.
    this.#back = activeElement instanceof HTMLElement && activeElement !== this.host.element ? activeElement : before;
    this.#pinned = true;
    this.host.panel.focus();
  }

  close(): void {
    clearTimeout(this.#timer);
    const had = this.host.focused !== null || document.activeElement === this.host.element;
    const [back, anchor] = [this.#back, this.#anchor];
    this.#back = undefined;
    this.host.hide();
    this.#pinned = false;
    this.#view = this.#more = this.#form = this.#anchor = undefined;
    if (!had) return;
    if (back?.isConnected) back.focus();
    // Drawn anew meanwhile, or the host of a line of ours, which takes no focus itself.
    if (!back?.isConnected || document.activeElement !== back) anchor?.focus();
  }

  /** The page moved under it. */
  moved(): void {
    if (!this.host.open) return;
    const at = this.#anchor?.rect();
    if (!at) this.close();
    else if (this.#pinned || this.#view) this.#place(at);
  }

  /** The links changed, or an order was carried out. */
  async again(): Promise<void> {
    if (!this.host.open) return;
    const id = this.#id;
    this.#turn += 1;
    const turn = this.#turn;
    if (this.#wishes.own(id)) return;
    const view = await this.#ask(
      () => send('card.get', { id }),
      () => this.id === id && this.#gone(),
    );
    if (!view || this.id !== id) return;
    // What EspoCRM said before stands until it says something else: nothing goes and comes back under somebody's eyes.
    const more = this.#askMore(id, view);
    await Promise.race([more, soon()]);
    if (this.id !== id || this.#turn !== turn) return;
    this.#view = view;
    this.#draw();
  }

  async #open(id: string, anchor: Anchor, pinned: boolean): Promise<void> {
    if (this.host.open) this.close();
    const at = anchor.rect();
    if (!at) return;
    [this.#id, this.#anchor, this.#pinned] = [id, anchor, pinned];
    const panel = this.host.panel;
    panel.replaceChildren(el('p', { class: 'soft', role: 'status' }, say('card_loading')));
    panel.setAttribute('aria-label', titled(''));
    if (pinned) {
      this.host.show();
      this.#place(at);
    }
    const view = this.#wishes.own(id) ?? (await this.#ask(() => send('card.get', { id })));
    if (this.#id !== id || this.#anchor !== anchor) return;
    if (!view) return pinned ? this.#fail() : this.close();
    this.#view = view;
    if (!anchor.rect()) return this.close();
    // What comes soon is drawn at once with the rest: nothing moves under a pointer that has begun to aim.
    const more = this.#askMore(id, view);
    await Promise.race([more, soon()]);
    if (this.#id !== id || this.#anchor !== anchor) return;
    this.host.show();
    this.#draw();
    if (pinned) panel.focus();
  }

  /** EspoCRM is asked only for what somebody looks at, and once for all that is near. */
  async #askMore(id: string, view: CardView): Promise<void> {
    if (!wantsMore(view)) return;
    const more = await this.#ask(() => send('card.more', { id, near: this.#wishes.near().slice(0, 200) }));
    if (this.#id !== id || !more) return;
    this.#more = more;
    if (this.host.open && this.#view === view) this.#draw();
  }

  /** A worker that was restarted has forgotten what this page shows: it is told, and asked once more. */
  async #ask<T>(question: () => Promise<T>, unknown: () => void = () => undefined): Promise<T | undefined> {
    try {
      return await question();
    } catch (thrown) {
      if (!isUnknown(thrown)) return undefined;
      await this.#wishes.lookUp(this.#id);
      return question().catch((again) => {
        if (isUnknown(again)) unknown();
        return undefined;
      });
    }
  }

  /** The event, or what was known of it, is there no more: no card of it either. What somebody has begun to write is not thrown away. */
  #gone(): void {
    if (this.#form) this.#draw(false, say('card_refused'));
    else this.close();
  }

  readonly #act: Do = (act: Act): void => void this.#order(act);

  async #order(act: Act): Promise<void> {
    const id = this.#id;
    this.#form = undefined;
    // What is disabled loses the focus, and the keyboard would be nowhere.
    if (this.host.focused) this.host.panel.focus();
    for (const one of this.host.stops()) one.setAttribute('disabled', '');
    this.#wishes.ordered(id);
    this.#turn += 1;
    const view = await this.#ask(() => send('card.act', { id, act }));
    // The tile showed it as good as done: it is not.
    if (!view) void this.#wishes.lookUp(id);
    if (this.id !== id) return;
    if (view) this.#view = view;
    this.#draw(false, view ? '' : say('card_refused'));
  }

  #fail(): void {
    this.host.panel.replaceChildren(el('p', { class: 'bad', role: 'alert' }, say('card_refused')));
    this.moved();
  }

  readonly #showForm: Form = (make) => {
    this.#form = make?.(() => this.#showForm(undefined));
    this.#draw(true);
    const first = this.#form?.querySelector<HTMLElement>('input, select, textarea, button');
    this.#form?.scrollIntoView({ block: 'nearest' });
    (first ?? this.host.stops().find((one) => one.dataset['key'] === 'open') ?? this.host.panel).focus();
    this.#pinned = true;
  };

  /** `asked`: the user has just pressed something that changes it. `problem`: why what was wanted is not done. */
  #draw(asked = false, problem = ''): void {
    const view = this.#view;
    if (!view) return;
    const { panel } = this.host;
    const before = panel.getBoundingClientRect();
    const focused = this.host.focused as HTMLElement | null;
    const hands = {
      act: this.#act,
      form: this.#showForm,
      search: (parent: string, words: string) => send('card.search', { id: this.#id, parent, words }),
      moment: startText,
      close: () => this.close(),
    };
    panel.setAttribute('aria-label', titled(view.title));
    const parts = whole({ view, more: this.#more, form: this.#form, problem }, hands);
    this.host.keepingInSight(this.#form, () => {
      panel.replaceChildren(...parts);
      const key = focused?.dataset['key'];
      if (focused && this.#form?.contains(focused)) focused.focus();
      else if (key) (this.host.stops().find((one) => one.dataset['key'] === key) ?? panel).focus();
      this.moved();
    });
    const { top, height } = panel.getBoundingClientRect();
    if (!asked && (top !== before.top || height !== before.height)) this.#movedAt = performance.now();
  }

  #place(at: DOMRect): void {
    const near = this.#anchor?.near;
    if (near) this.host.keepingInSight(this.#form, () => this.host.place(at, near));
  }

  #happened(event: Event, inner: Element | null): void {
    switch (event.type) {
      case 'pointerover':
      case 'pointermove':
        clearTimeout(this.#timer);
        break;
      case 'pointerout':
        this.left();
        break;
      case 'pointerdown':
      case 'focusin':
        this.#pinned = true;
        break;
      case 'click':
        // The keyboard aims at nothing: it keeps what it has come to.
        if ((event as MouseEvent).detail === 0 || performance.now() - this.#movedAt > SETTLES) press(inner);
        break;
      case 'input':
      case 'change':
        inner?.dispatchEvent(new Event('espo-typed'));
        break;
      case 'keydown':
        this.#key(event as KeyboardEvent);
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      if (this.#form) this.#showForm(undefined);
      else this.close();
    } else if (event.key === 'Tab') {
      const stops = this.host.stops();
      const at = stops.indexOf(this.host.focused as HTMLElement);
      const next = event.shiftKey ? (at <= 0 ? stops.length - 1 : at - 1) : at + 1 >= stops.length ? 0 : at + 1;
      event.preventDefault();
      stops[next]?.focus();
    }
  }
}

/** Nothing is known of it, or nobody is connected any more. */
const isUnknown = (thrown: unknown): boolean =>
  thrown instanceof Refused && (thrown.code === 'message.refused' || thrown.code === 'sync.notConnected');

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SOON));
