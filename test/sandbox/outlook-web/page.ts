/**
 * The page's own script: draws what /__owa/feed says, and draws it again on a timer, on scroll and on changes, as a virtual
 * DOM would. Served as source text, so it may use nothing from outside. Trusted Types are on: only createElement and textContent.
 */
import type { Feed, Tile } from './feed.ts';
import type { Cards } from './page-cards.ts';

export interface PageConfig {
  query: string;
  /** A whole-tab form instead of a surface. */
  item: Tile | null;
  words: Record<string, string>;
  rerender: number;
  poll: number;
  hosted: boolean;
  mail: boolean;
  base: string;
}

export function pageScript(config: PageConfig, { make, tileNode, form }: Cards): void {
  const { words } = config;
  const parameters = new URLSearchParams(config.query);
  let current: Feed | undefined;

  /** Side by side where they overlap. */
  const lanes = (list: { tile: Tile; from: number; to: number }[]) => {
    const placed: { tile: Tile; from: number; to: number; lane: number; group: { lanes: number } }[] = [];
    let ends: number[] = [];
    let group = { lanes: 1 };
    for (const one of [...list].sort((a, b) => a.from - b.from || b.to - a.to)) {
      if (ends.every((end) => end <= one.from)) {
        ends = [];
        group = { lanes: 1 };
      }
      let lane = ends.findIndex((end) => end <= one.from);
      if (lane < 0) lane = ends.length;
      ends[lane] = one.to;
      group.lanes = Math.max(group.lanes, ends.length);
      placed.push({ ...one, lane, group });
    }
    return placed;
  };

  const fillDays = (data: Feed, header: HTMLElement, content: HTMLElement) => {
    const count = data.days.length;
    const width = 100 / count;
    const allDay: Node[] = [];
    const timed: Node[] = [];
    for (const tile of data.tiles) {
      if (!tile.allDay) continue;
      const columns = data.days
        .map((day, index) => (tile.pieces.some((piece) => piece.day === day.date) ? index : -1))
        .filter((index) => index >= 0);
      const node = tileNode(tile, columns[0] ?? 0, [make('span', {}, tile.subject)]);
      node.style.gridColumn = `${(columns[0] ?? 0) + 1} / span ${Math.max(1, columns.length)}`;
      allDay.push(node);
    }
    data.days.forEach((day, column) => {
      const list = data.tiles.flatMap((tile) =>
        tile.allDay
          ? []
          : tile.pieces.filter((piece) => piece.day === day.date).map(({ from, to }) => ({ tile, from, to })),
      );
      for (const { tile, from, to, lane, group } of lanes(list)) {
        const node = tileNode(tile, column, [
          make('span', {}, tile.subject),
          make('span', { class: 'where' }, tile.location),
        ]);
        node.classList.add('timed');
        node.style.insetInlineStart = `${column * width + (lane * width * 0.96) / group.lanes}%`;
        node.style.inlineSize = `${(width * 0.96) / group.lanes}%`;
        node.style.top = `${(from / 60) * 44}px`;
        node.style.height = `${Math.max(18, ((to - from) / 60) * 44 - 2)}px`;
        timed.push(node);
      }
    });
    // An empty slot that is selected carries the class, too, and no id.
    timed.push(
      make(
        'div',
        { class: 'calendar-SelectionStyles-resizeBoxParent empty' },
        make('div', { role: 'button', 'aria-label': '12:00 PM to 12:30 PM' }),
      ),
    );
    header.replaceChildren(...allDay);
    content.replaceChildren(...timed);
  };

  let redraw = () => {};
  const drawDays = (data: Feed, surface: HTMLElement) => {
    const heads = data.days.map((day, index) =>
      make(
        'div',
        { 'data-column-date': day.date, class: day.date === data.today ? 'today' : '' },
        make(
          'div',
          { 'data-tabid': `surfaceHeader_${index}` },
          make('span', {}, day.name),
          make('time', {}, day.number),
        ),
      ),
    );
    const lane = make('div', { 'data-is-scrollable': 'true', class: 'allDayHeaderContent' });
    const header = make(
      'div',
      { 'data-app-section': 'calendar-view-header-0' },
      make('div', { class: 'heads' }, ...heads),
      lane,
    );
    const content = make('div', { class: 'templateColumnContent' });
    const columns = data.days.map((day) => make('div', { 'data-column-date': day.date, class: 'column' }));
    const hours = Array.from({ length: 24 }, (_, hour) => make('div', { class: 'hour' }, String(hour)));
    const scroll = make(
      'div',
      { class: 'inDayScrollContainer', 'data-is-scrollable': 'true' },
      make(
        'div',
        { class: 'inDayContentChild' },
        make('div', { class: 'hours' }, ...hours),
        make('div', { class: 'columns' }, ...columns, content),
      ),
    );
    for (const node of [header, scroll]) node.style.setProperty('--days', String(data.days.length));
    surface.replaceChildren(header, make('div', { 'data-app-section': 'calendar-view-0' }, scroll));
    redraw = () => fillDays(data, lane, content);
    redraw();
    scroll.scrollTop = 7 * 44;
    let ticking = false;
    // Virtualised surfaces create their tiles again as they scroll.
    scroll.addEventListener('scroll', () => {
      if (ticking) return;
      ticking = true;
      requestAnimationFrame(() => {
        ticking = false;
        redraw();
      });
    });
  };

  const drawMonth = (data: Feed, surface: HTMLElement) => {
    const cells = data.days.map((day) => {
      const id = `monthDayCell_${day.date}T00:00:00.000${day.offset}_${data.zone}_${data.calendarId}`;
      const cell = make('div', {
        class: `monthDayCell${day.outside ? ' outside' : ''}${day.date === data.today ? ' today' : ''}`,
        id,
      });
      if (day.date === data.today) cell.setAttribute('data-tabid', `calendarSurfaceEntry_${day.number}`);
      return cell;
    });
    redraw = () => {
      data.days.forEach((day, index) => {
        const here = data.tiles.filter((tile) => tile.pieces.some((piece) => piece.day === day.date));
        const most = data.tiles.length >= 300 ? 50 : 4;
        const nodes = here
          .slice(0, most)
          .map((tile) =>
            tileNode(tile, index % 7, [
              make('div', {}, ...(tile.time ? [make('time', {}, tile.time)] : []), make('span', {}, tile.subject)),
            ]),
          );
        if (here.length > most)
          nodes.push(make('button', { type: 'button', class: 'more' }, `+${here.length - most} ${words.more}`));
        cells[index]?.replaceChildren(make('span', { 'aria-hidden': 'true' }, make('div', {}, day.number)), ...nodes);
      });
    };
    redraw();
    surface.replaceChildren(
      make(
        'div',
        { class: 'focusManagedEntry' },
        make('div', {}, make('div', { class: 'customScrollBar month' }, ...cells)),
      ),
    );
  };

  const go = (view: string, date: string) => {
    parameters.set('view', view);
    parameters.set('date', date);
    history.pushState({}, '', `${config.base}/view/${view}?${parameters}`);
    void load(true);
  };

  const sections: Record<string, string> = {
    day: 'Surface_Day',
    workweek: 'Surface_WorkWeek',
    week: 'Surface_Week',
    month: 'Surface_Month',
  };
  const draw = (data: Feed) => {
    const surface = make('div', { 'data-app-section': sections[data.view] ?? '' });
    if (data.view === 'month') drawMonth(data, surface);
    else drawDays(data, surface);
    document.querySelector('[data-app-section="CalendarModuleSurface"]')?.replaceChildren(surface);
    const bar = document.querySelector('[data-app-section="CalendarSurfaceNavigationToolbar"]');
    const button = (text: string, label: string, date: string) => {
      const node = make('button', { type: 'button', 'aria-label': label }, text);
      node.addEventListener('click', () => go(data.view, date));
      return node;
    };
    bar?.replaceChildren(
      button(words.today ?? '', words.today ?? '', data.today),
      button('‹', 'Go to previous', data.previous),
      button('›', 'Go to next', data.next),
      make(
        'button',
        { type: 'button', 'aria-label': `${data.heading}, Jump to a specific date or date range.`, class: 'heading' },
        data.heading,
      ),
    );
    const list = document.querySelector('[role=listbox]');
    list?.replaceChildren(
      ...data.calendars.map(({ name, hue }) => {
        const option = make('button', { type: 'button', role: 'option', 'aria-selected': 'true', title: name }, name);
        option.style.setProperty('--hue', String(hue));
        return option;
      }),
    );
    for (const [id, view] of [
      ['2504', 'day'],
      ['2505', 'workweek'],
      ['2519', 'week'],
      ['2520', 'month'],
    ] as const) {
      const tab = document.querySelector(`[data-unique-id="Ribbon-${id}"]`);
      tab?.setAttribute('aria-pressed', String(view === data.view));
      tab?.setAttribute('data-view', view);
    }
    const live = document.getElementById('live');
    if (live) live.textContent = `Loaded ${data.tiles.length} events`;
  };

  const load = async (force: boolean) => {
    const answer = await fetch(`/__owa/feed?${parameters}`);
    if (!answer.ok) return;
    const data = (await answer.json()) as Feed;
    if (!force && current && data.version === current.version && data.today === current.today) return;
    current = data;
    draw(data);
  };

  if (config.item) {
    document.getElementById('MainModule')?.append(form(config.item));
    return;
  }
  document.querySelector('[data-app-section="Ribbon"]')?.addEventListener('click', (event) => {
    const view = (event.target as Element).closest('[data-view]')?.getAttribute('data-view');
    if (view && current) go(view, parameters.get('date') ?? current.today);
  });
  addEventListener('popstate', () => {
    for (const [name, value] of new URLSearchParams(location.search)) parameters.set(name, value);
    void load(true);
  });
  const main = document.getElementById('MainModule');
  const inbox = config.mail ? make('div', { role: 'main' }, 'Inbox') : undefined;
  if (inbox) main?.replaceWith(inbox);
  else void load(true);
  for (const rail of document.querySelectorAll('#LeftRail [data-to]'))
    rail.addEventListener('click', () => {
      const mail = rail.getAttribute('data-to') === 'mail';
      history.pushState({}, '', mail ? '/mail/' : `${config.base}/view/week?${parameters}`);
      if (mail && main) main.replaceWith(inbox ?? make('div', { role: 'main' }, 'Inbox'));
      else if (main) (document.querySelector('#app > [role=main]') ?? main).replaceWith(main);
      if (!mail) void load(true);
    });
  if (config.rerender > 0) setInterval(() => redraw(), config.rerender);
  if (config.poll > 0) setInterval(() => void load(false), config.poll);
}
