/**
 * A closed shadow root at the end of the body, in the browser's top layer: above Outlook's modals, out of reach of its scripts and its
 * styles. The host itself has no size; what is shown stands beside what it is about.
 */
import { el, spokenAs } from '../common/dom';
import { ownElement } from '../common/leftovers';
import { STYLE } from './style';

const GAP = 6;
const EDGE = 8;

export class Host {
  readonly element = ownElement();
  readonly panel: HTMLElement;
  readonly #root: ShadowRoot;
  readonly #probe = el('i', { hidden: '' });
  readonly #handle: (event: Event) => void;
  #open = false;

  constructor(role: 'dialog' | 'group', handle: (event: Event, inner: Element | null) => void) {
    this.#root = this.element.attachShadow({ mode: 'closed' });
    // Its texts are in the language of the browser, whatever the page is in; names have a direction of their own.
    this.panel = el('div', { role, class: role, ...spokenAs(), tabindex: '-1' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    this.#root.append(style, this.panel, this.#probe);
    this.element.setAttribute('popover', 'manual');
    this.#handle = (event) => handle(event, this.#innerOf(event));
  }

  get handler(): (event: Event) => void {
    return this.#handle;
  }

  get open(): boolean {
    return this.#open && this.element.isConnected;
  }

  get focused(): Element | null {
    return this.#root.activeElement;
  }

  /** Where on the panel an event of the host happened: the path ends at the closed root. */
  #innerOf(event: Event): Element | null {
    const { clientX = 0, clientY = 0, detail = 0 } = event as MouseEvent;
    // Pressed by the keyboard.
    if (!(event instanceof MouseEvent) || (event.type === 'click' && detail === 0)) return this.#root.activeElement;
    return this.#root.elementFromPoint(clientX, clientY);
  }

  show(): void {
    // Pages throw out what they do not know.
    if (this.element !== document.body.lastElementChild && !this.#open) document.body.append(this.element);
    else if (!this.element.isConnected) document.body.append(this.element);
    this.element.removeAttribute('aria-hidden');
    this.element.removeAttribute('inert');
    if (!this.element.matches(':popover-open')) this.element.showPopover();
    this.#open = true;
  }

  hide(): void {
    this.#open = false;
    if (this.element.isConnected && this.element.matches(':popover-open')) this.element.hidePopover();
    this.element.remove();
  }

  /** Below the place, or above it, wherever there is room; never over it. */
  place(at: DOMRect, near: Element): void {
    const { panel } = this;
    const { direction } = getComputedStyle(near);
    const rtl = direction === 'rtl';
    panel.dataset['theme'] = this.#themeOf(near);
    // Measured in full.
    panel.style.maxBlockSize = '';
    const { width, height } = panel.getBoundingClientRect();
    const { innerWidth, innerHeight } = window;
    const left = rtl ? at.left : at.right - width;
    // The place may be scrolled out of the window, or the window made lower: only what is in it is room.
    const [head, foot] = [Math.min(at.top, innerHeight), Math.max(at.bottom, 0)];
    const below = innerHeight - foot - GAP - EDGE;
    const above = head - GAP - EDGE;
    const room = Math.max(below, above);
    const up = below < height && above > below;
    panel.style.maxBlockSize = `${Math.max(120, room)}px`;
    const top = up ? head - GAP - Math.min(height, room) : foot + GAP;
    panel.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
    panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - EDGE - Math.min(height, Math.max(120, room))))}px`;
  }

  /** What the user has come to and sees whole goes on being seen, whatever `change` draws anew or makes lower around it. */
  keepingInSight(form: Element | undefined, change: () => void): void {
    const { panel } = this;
    const { scrollTop } = panel;
    const cameTo = (): (Element | null | undefined)[] => [form, this.focused];
    const seen = cameTo().map((one) => !!one && this.#shows(one));
    change();
    panel.scrollTop = scrollTop;
    cameTo().forEach((one, at) => seen[at] && one !== panel && one?.scrollIntoView({ block: 'nearest' }));
  }

  #shows(inner: Element): boolean {
    const [{ top, bottom }, panel] = [inner.getBoundingClientRect(), this.panel.getBoundingClientRect()];
    return top >= panel.top && bottom <= panel.bottom;
  }

  /** Outlook's theme is its own: told by the colour of its ground. */
  #themeOf(near: Element): 'light' | 'dark' {
    const ground = getComputedStyle(near).getPropertyValue('--colorNeutralBackground1').trim();
    this.#probe.style.color = ground || 'Canvas';
    const [r = 255, g = 255, b = 255] = (getComputedStyle(this.#probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110 ? 'dark' : 'light';
  }

  /** What can be come to by the keyboard, in order. */
  stops(): HTMLElement[] {
    const all = this.panel.querySelectorAll<HTMLElement>('a[href], button:not([disabled]), input, select, textarea');
    return [...all].filter((one) => one.offsetParent !== null || one.getClientRects().length > 0);
  }
}
