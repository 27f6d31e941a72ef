/**
 * What happens inside the closed card stays there: every event on it is stopped before the page can see it, and handed to the card here.
 * So Outlook's shortcuts, focus traps and "click outside" never hear of it, and no script of the page reads a key.
 */
import { type Child, el } from '../common/dom';

const presses = new WeakMap<Element, () => void>();

/** A button whose press is known by its node: listeners on it would never be reached. */
export function pressable(
  text: string,
  press: () => void,
  attributes: Record<string, string> = {},
  ...children: Child[]
) {
  const node = el('button', { type: 'button', ...attributes }, text, ...children);
  presses.set(node, press);
  return node;
}

export function press(inner: Element | null): void {
  for (let node = inner; node; node = node.parentElement) {
    const act = presses.get(node);
    if (!act) continue;
    if (!(node instanceof HTMLButtonElement && node.disabled)) act();
    return;
  }
}

/** Whatever leaves a closed root, with keys, words, places or what is dragged in it; "textInput" is Chromium's own, and says each letter. */
const TYPES = [
  ...['pointerdown', 'pointerup', 'pointermove', 'pointerover', 'pointerout', 'pointercancel', 'mousedown', 'mouseup'],
  ...['mousemove', 'mouseover', 'mouseout', 'click', 'auxclick', 'dblclick', 'contextmenu', 'wheel', 'mousewheel'],
  ...['touchstart', 'touchmove', 'touchend', 'touchcancel', 'keydown', 'keypress', 'keyup', 'beforeinput', 'input'],
  ...['textInput', 'change', 'search', 'compositionstart', 'compositionupdate', 'compositionend', 'selectstart'],
  ...['beforecopy', 'copy', 'beforecut', 'cut', 'beforepaste', 'paste', 'focus', 'blur', 'focusin', 'focusout'],
  ...['drag', 'dragstart', 'dragenter', 'dragover', 'dragleave', 'dragend', 'drop'],
] as const;

/**
 * Told of each event of a host, and nobody else. `hosts` are ours; the page sees only that there is something. It listens from the first
 * moment of the page, also where that shows mail yet: whoever comes later hears of nothing.
 */
export class Keeper {
  readonly #hosts = new Map<EventTarget, (event: Event) => void>();

  start(): void {
    // On the window and capturing, from before any script of the page: nobody can be earlier.
    for (const type of TYPES) window.addEventListener(type, this.#take, true);
  }

  stop(): void {
    for (const type of TYPES) window.removeEventListener(type, this.#take, true);
  }

  add(host: Element, handle: (event: Event) => void): void {
    this.#hosts.set(host, handle);
  }

  clear(): void {
    this.#hosts.clear();
  }

  readonly #take = (event: Event): void => {
    const handle = event.target && this.#hosts.get(event.target);
    if (!handle) return;
    event.stopImmediatePropagation();
    // A script of the page presses nothing of ours.
    if (event.isTrusted) handle(event);
    else event.preventDefault();
  };
}
