/**
 * The half of the page's script that draws single things: tiles, the peek, the form. Served as source text, so it may use
 * nothing from outside. Trusted Types are on: only createElement and textContent.
 */
import type { Tile } from './feed.ts';
import type { PageConfig } from './page.ts';

export type Make = (tag: string, attributes?: Record<string, string>, ...children: (Node | string)[]) => HTMLElement;

export interface Cards {
  make: Make;
  tileNode(tile: Tile, index: number, more: Node[]): HTMLElement;
  form(tile: Tile): HTMLElement;
}

export function cardScript(config: PageConfig): Cards {
  const { words } = config;
  const make: Make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const layer = () => document.getElementById('fluent-default-layer-host') as HTMLElement;

  /** The wrapper with the id, the button with the label: the one contract that lasted. */
  const tileNode = (tile: Tile, index: number, more: Node[]): HTMLElement => {
    const classes = `tile${tile.cancelled ? ' cancelled' : ''}${tile.showAs === 'free' ? ' free' : ''}${tile.showAs === 'tentative' ? ' tentative' : ''}`;
    const button = make(
      'div',
      { role: 'button', tabindex: '0', 'aria-label': tile.label, title: tile.title, class: classes },
      ...more,
    );
    button.style.setProperty('--hue', String(tile.hue));
    if (tile.recurring) button.append(make('i', { 'data-icon-name': 'ArrowRepeatAllRegular' }, '↻'));
    if (tile.isPrivate) button.append(make('i', { 'data-icon-name': 'LockClosedRegular' }, '🔒'));
    button.addEventListener('click', () => peek(tile, button));
    const wrapper = { class: 'calendar-SelectionStyles-resizeBoxParent', 'data-itemindex': String(index) };
    return make('div', tile.id === '' ? wrapper : { ...wrapper, 'data-calitemid': tile.id }, button);
  };

  const form = (tile: Tile): HTMLElement => {
    const toolbar = make('div', { role: 'toolbar', 'data-app-section': 'Toolbar' });
    // Foreign children of the toolbar are dropped whenever it is drawn anew.
    const drawToolbar = () => {
      toolbar.replaceChildren(
        make('button', { type: 'button', 'aria-label': words.edit ?? '' }, words.edit ?? ''),
        make('button', { type: 'button', 'aria-label': words.remove ?? '' }, words.remove ?? ''),
      );
    };
    drawToolbar();
    if (config.rerender > 0) setInterval(drawToolbar, Math.max(config.rerender, 250));
    const row = (icon: string, text: string) =>
      make(
        'div',
        { class: 'row' },
        make('i', { 'data-icon-name': icon }),
        make('div', { class: 'allowTextSelection' }, make('div', {}, text)),
      );
    const id = 'EVENT_CalendarCompose_1';
    const content = make(
      'div',
      { 'data-app-section': 'Form_Content' },
      make(
        'div',
        { id },
        make('div', { id: `${id}_SUBJECT` }, make('span', { class: 'allowTextSelection subject' }, tile.subject)),
        make('div', { id: `${id}_DATETIME` }, make('div', { role: 'button' }, tile.peek)),
        row('ClockRegular', tile.peek),
        row('LocationRegular', tile.location || (words.none ?? '')),
        row('CalendarEmptyRegular', tile.calendar),
      ),
      make('div', { id: 'UniqueMessageBody_1' }, tile.body),
    );
    return make('div', { 'data-app-section': 'ReadingPane', class: 'form' }, make('div', {}, toolbar), content);
  };

  const openForm = (tile: Tile) => {
    const zone = make(
      'div',
      { id: 'ModalFocusTrapZone12', class: 'modal' },
      make('div', { class: 'ms-Modal-scrollableContent' }, form(tile)),
    );
    const close = make('button', { type: 'button', 'aria-label': words.close ?? '', class: 'close' }, '✕');
    close.addEventListener('click', () => zone.remove());
    zone.firstElementChild?.append(close);
    layer().replaceChildren(zone);
    close.focus();
  };

  /** The card carries no id (outlook-web.md 2). */
  const peek = (tile: Tile, at: HTMLElement) => {
    const view = make(
      'button',
      { type: 'button', 'aria-label': words.view ?? '', title: words.view ?? '' },
      make('i', { 'data-icon-name': 'FullScreen' }, '⤢'),
    );
    view.addEventListener('click', () => openForm(tile));
    const details = make('div', {});
    if (tile.joinUrl) details.append(make('button', { type: 'button', name: 'JoinButton' }, words.join ?? ''));
    details.append(make('span', { 'aria-label': 'Time' }, tile.peek));
    if (tile.recurring) details.append(make('span', {}, words.series ?? ''));
    details.append(
      make('span', {}, tile.location || (words.none ?? '')),
      make('button', { type: 'button', 'aria-label': `Opens card for ${tile.organizer}` }, tile.organizer),
    );
    const inner = make(
      'div',
      {},
      make('div', {}, make('span', { class: 'subject' }, tile.subject), view),
      make('div', { class: 'customScrollBar' }, details),
      make('div', { role: 'group', 'aria-label': 'respond form' }),
    );
    const card = make(
      'div',
      { 'data-app-section': 'CalendarItemPeek' },
      make('div', { tabindex: '-1' }, make('div', {}), make('div', {}, inner)),
    );
    const box = at.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(innerWidth - 340, box.left + 24))}px`;
    card.style.top = `${Math.max(8, Math.min(innerHeight - 260, box.bottom + 6))}px`;
    layer().replaceChildren(make('div', { class: 'ms-Layer' }, card));
  };
  // As Fluent's focus trap does it: what is focused or pressed outside of an open form is not.
  const outside = (event: Event): boolean => {
    const zone = document.getElementById('ModalFocusTrapZone12');
    return zone !== null && event.target instanceof Element && !zone.contains(event.target);
  };
  addEventListener(
    'focus',
    (event) => {
      if (outside(event)) document.querySelector<HTMLElement>('#ModalFocusTrapZone12 .close')?.focus();
    },
    true,
  );
  addEventListener(
    'click',
    (event) => {
      if (!outside(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  // Outlook's shortcuts hear of every key; which ones stands on the page for whoever looks.
  window.addEventListener(
    'keydown',
    (event) => {
      const { dataset } = document.documentElement;
      dataset['heard'] = `${dataset['heard'] ?? ''}${(event as KeyboardEvent).key} `;
    },
    true,
  );
  document.addEventListener('keydown', (event) => event.key === 'Escape' && layer().replaceChildren());
  document.addEventListener('pointerdown', (event) => {
    const card = layer().querySelector('[data-app-section="CalendarItemPeek"]');
    if (card && !card.contains(event.target as Node)) layer().replaceChildren();
  });

  return { make, tileNode, form };
}
