import type { Badge } from '../shared/state';

/** On the tile: `<EntityType>/<id>` of the linked record. */
export const LINK = 'data-espo-link';
const CLASS = 'espocrm-badge';

// `:where` weighs nothing: the tile keeps whatever position the page gives it, and only a tile without one becomes the badge's frame.
// Outlook's own tokens follow its theme, which knows nothing of the browser's; the plate carries its own colours, because the tile's
// are those of calendars and categories.
const STYLE = `
:where([${LINK}]) { position: relative }
a.${CLASS} {
  all: initial; position: absolute; inset-block-end: 2px; inset-inline-end: 2px; z-index: 1; box-sizing: border-box;
  inline-size: 14px; block-size: 14px; border: 1px solid var(--espo-badge-edge); border-radius: 4px; cursor: pointer;
  background: var(--colorNeutralBackground1, var(--espo-badge-plate)); color: var(--espo-badge-ink);
  font: 700 9.5px/12px system-ui, sans-serif; text-align: center; user-select: none;
  --espo-badge-plate: #fff; --espo-badge-ink: var(--colorNeutralForeground1, #14505f); --espo-badge-edge: var(--colorNeutralStroke1, #9bb8c0);
}
a.${CLASS}::before { content: "E" }
a.${CLASS}:hover { border-color: var(--espo-badge-ink); box-shadow: 0 0 0 1px var(--espo-badge-ink) }
a.${CLASS}:focus-visible { outline: 2px solid var(--espo-badge-ink); outline-offset: 1px }
@media (prefers-color-scheme: dark) {
  a.${CLASS} { --espo-badge-plate: #1f1f1f; --espo-badge-ink: var(--colorNeutralForeground1, #8fd3e0); --espo-badge-edge: var(--colorNeutralStroke1, #4d6a72) }
}
@media (forced-colors: active) {
  a.${CLASS} { background: Canvas; color: LinkText; border-color: LinkText }
}
@media print { a.${CLASS} { display: none } }
`;

const style = document.createElement('style');
style.textContent = STYLE;

/** The page may throw our style out with a head of its own; asked for again with every painting. */
export function keepStyle(): void {
  if (!style.isConnected) (document.head ?? document.documentElement).append(style);
}

export const isBadge = (node: Node | null): node is HTMLAnchorElement =>
  node?.nodeType === Node.ELEMENT_NODE && (node as Element).className === CLASS;

/** What is put on a tile, made once per badge and cloned for every tile: tiles are re-created by the hundred. */
interface Stamp {
  link: string;
  node: HTMLAnchorElement;
  /** The last one on a tile. Its tile is often gone already, and moving costs less than cloning; weak, so that it holds no page alive. */
  last: WeakRef<HTMLAnchorElement> | undefined;
}
const stamps = new WeakMap<Badge, Stamp>();

function stampOf(badge: Badge): Stamp {
  const known = stamps.get(badge);
  if (known) return known;
  const node = document.createElement('a');
  const name = `Open in EspoCRM: ${badge.label}`;
  node.className = CLASS;
  if (/^https?:\/\//i.test(badge.url)) node.href = badge.url;
  node.target = '_blank';
  node.rel = 'noopener noreferrer';
  node.draggable = false;
  node.title = name;
  node.setAttribute('aria-label', name);
  const stamp: Stamp = { link: `${badge.type}/${badge.id}`, node, last: undefined };
  stamps.set(badge, stamp);
  return stamp;
}

function badgeOn(tile: Element): HTMLAnchorElement | undefined {
  for (let node = tile.lastChild; node; node = node.previousSibling) if (isBadge(node)) return node;
  return undefined;
}

/** Makes the tile show this badge, or none. Reads no layout; a tile that is right already costs one comparison. */
export function paint(tile: Element, badge: Badge | null): void {
  const shown = tile.getAttribute(LINK);
  if (!badge) {
    if (shown === null) return;
    tile.removeAttribute(LINK);
    badgeOn(tile)?.remove();
    return;
  }
  const stamp = stampOf(badge);
  const { link, node } = stamp;
  if (shown !== null) {
    const old = badgeOn(tile);
    if (shown === link && old?.href === node.href && old.title === node.title) return;
    old?.remove();
  }
  if (shown !== link) tile.setAttribute(LINK, link);
  tile.appendChild(free(stamp));
}

function free(stamp: Stamp): HTMLAnchorElement {
  const last = stamp.last?.deref();
  if (last && !last.isConnected) return last;
  const clone = stamp.node.cloneNode(false) as HTMLAnchorElement;
  stamp.last = new WeakRef(clone);
  return clone;
}

/** No trace is left: after an update of the extension this script is an orphan, and a new one may already run. */
export function removeAll(): void {
  for (const tile of document.querySelectorAll(`[${LINK}]`)) paint(tile, null);
  style.remove();
}

const GUARDED = [
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'click',
  'auxclick',
  'dblclick',
  'keydown',
  'keyup',
];

/** What is done to a badge is not done to the tile: Outlook would open its peek. The link itself still works. */
function guard(event: Event): void {
  if (isBadge(event.target as Node | null)) event.stopImmediatePropagation();
}

export function guardEvents(): void {
  // On the window and capturing: before any listener of the page's framework.
  for (const type of GUARDED) window.addEventListener(type, guard, true);
}

export function unguardEvents(): void {
  for (const type of GUARDED) window.removeEventListener(type, guard, true);
}
