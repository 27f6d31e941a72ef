/** The focus stays near where it was when what had it goes away: for whoever works by keyboard or by ear. */

/** So long a view has to move the focus itself, where it knows better. Milliseconds. */
const ITS_TURN = 100;

/**
 * Buttons and forms go away by what they do: who pressed one would stand at the top of the page. The nearest that is still there takes
 * the focus: by its heading, where it has one. Returns how to stop.
 */
export function keepFocus(root: HTMLElement): () => void {
  /** What had the focus last, and all that it stood in, from the inside out. */
  let path: Element[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const remember = (): void => {
    path = pathOf(document.activeElement, root);
  };
  const isLost = (): boolean =>
    path[0] !== undefined && !path[0].isConnected && (document.activeElement ?? document.body) === document.body;
  const mend = (): void => {
    timer = undefined;
    if (isLost()) takerIn(path)?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (timer === undefined && isLost()) timer = setTimeout(mend, ITS_TURN);
  });
  root.addEventListener('focusin', remember);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    clearTimeout(timer);
    root.removeEventListener('focusin', remember);
    observer.disconnect();
  };
}

function pathOf(element: Element | null, root: HTMLElement): Element[] {
  const path: Element[] = [];
  for (let at = element; at && at !== root; at = at.parentElement) path.push(at);
  return path;
}

/** What can be read out by itself: a list or a row of buttons cannot. */
const PLACES = 'section, article, li, form, dialog, main';

function takerIn(path: readonly Element[]): HTMLElement | undefined {
  const place = path.find((one) => one.isConnected && one.matches(PLACES));
  const taker = place?.querySelector<HTMLElement>('h1, h2, h3') ?? place;
  if (!(taker instanceof HTMLElement)) return undefined;
  if (!taker.hasAttribute('tabindex')) taker.tabIndex = -1;
  return taker;
}
