/** Outlook's calendar in this page: what its tiles stand for, what is drawn on them, and what opens when somebody wants to know more. */
import type { Badge, CardView } from '../shared/card';
import { foldId, otherFold } from '../shared/item-id';
import { Card } from './card/card';
import { Line } from './card/line';
import type { Keeper } from './card/press';
import { send } from './common/ask';
import { removeLeftovers } from './common/leftovers';
import { ID, PRIVATE, TILE } from './common/selectors';
import { type Mark, markOn, paint, removeAll } from './draw/marks';
import { Tiles } from './draw/tiles';
import { Hands } from './hands';
import { nameless, saidBy } from './look/days';
import { Known } from './look/known';
import { Lookup } from './look/lookup';
import { Pressed } from './look/opened';
import { Voice } from './look/voice';
import { idsShown, type Seen, Watch } from './look/watch';
import { Counters } from './recognise/health';
import type { Said } from './recognise/known-events';

const PRIVATE_BADGE: Badge = { state: 'private', type: '', id: '', url: '', label: '', title: '' };
/** All that is said of a private event, without asking anybody about it. */
const PRIVATE_CARD: CardView = {
  ...{ state: 'private', title: '', reason: 'private', record: null, differs: [], synced: null, waits: [], orders: [] },
  offers: { create: [], link: false, leaveOut: false, unlink: undefined, status: [], edit: false },
};
/** Milliseconds between two reports of how well the page is recognised. */
const REPORTS = 60_000;
/** So many tiles of which none is known: perhaps their ids mean something else now. */
const STRANGE = 5;

export class Calendar {
  readonly #alive: () => boolean;
  readonly #lookup = new Lookup(
    (ids) => send('badges.lookup', { ids }),
    (ids) => this.#learned(ids),
  );
  readonly #known = new Known((days) => send('outlook.known', days));
  readonly #tiles: Tiles;
  readonly #watch: Watch;
  readonly #card = new Card({
    own: (id) => (this.#markedAs(id) === PRIVATE_BADGE ? PRIVATE_CARD : undefined),
    near: () => [...this.#ids()],
    lookUp: async () => this.#lookup.renew(this.#ids()),
    ordered: (id) => this.#ordered(id),
  });
  readonly #line = new Line((id) => this.#details(id));
  readonly #keeper: Keeper;
  readonly #voice = new Voice();
  readonly #pressed = new Pressed();
  readonly #hands: Hands;
  readonly #counters = new Counters();
  /** What tiles without a known id can only be, and ids of tiles that say something else. */
  #matched = new Map<Element, Mark>();
  #doubtful = new Set<string>();
  #openedId = '';
  #reportedAt = performance.now();
  #stopped = false;

  constructor(alive: () => boolean, keeper: Keeper) {
    this.#keeper = keeper;
    // An answer that comes after it has gone paints nothing any more.
    this.#alive = () => !this.#stopped && alive();
    this.#tiles = new Tiles(
      (tile, id) => this.#markOf(tile, id),
      this.#alive,
      () => this.#changed(),
    );
    this.#watch = new Watch(
      (seen) => void this.#looked(seen),
      (ids) => void send('outlook.changed', { ids }).catch(() => undefined),
      (id) => this.#lookup.isUnknown(id),
    );
    this.#hands = new Hands(this.#card, this.#line, this.#voice, (target) => {
      this.#pressed.note(target);
      this.#watch.soon();
    });
  }

  start(): void {
    // What an orphan of an earlier version may have left.
    removeAll();
    removeLeftovers();
    this.#keeper.add(this.#card.host.element, this.#card.host.handler);
    this.#keeper.add(this.#line.host.element, this.#line.host.handler);
    this.#hands.start();
    this.#tiles.start();
    this.#watch.start();
  }

  /** No trace is left on the page. */
  stop(): void {
    this.#stopped = true;
    this.#tiles.stop();
    this.#watch.stop();
    this.#lookup.stop();
    this.#hands.stop();
    this.#card.close();
    this.#line.hide();
    this.#voice.remove();
    this.#keeper.clear();
    removeAll();
  }

  /** The user is back, or somewhere else on the calendar. */
  again(): void {
    this.#watch.soon();
  }

  /** The links changed. */
  renew(): void {
    this.#known.forget();
    void this.#lookup.renew(this.#ids()).then(() => this.#card.again());
  }

  #ids(): Set<string> {
    const ids = idsShown(this.#isKeptBack);
    if (this.#openedId !== '') ids.add(this.#openedId);
    for (const { id } of this.#matched.values()) ids.add(id);
    return ids;
  }

  /** Nothing is looked up for what is private, by no layer, unless the user wants such events synced. */
  readonly #isKeptBack = (tile: Element): boolean => !this.#lookup.privateToo && tile.querySelector(PRIVATE) !== null;

  #markOf(tile: Element, id: string): Mark | undefined {
    if (this.#isKeptBack(tile)) {
      this.#lookup.askOnce();
      return { id, badge: PRIVATE_BADGE };
    }
    this.#counters.tile(id);
    const badge = this.#lookup.get(id);
    if (badge) return this.#doubtful.has(id) ? undefined : { id, badge };
    const matched = this.#matched.get(tile);
    return matched && matched.id === id ? matched : undefined;
  }

  #learned(ids: readonly string[]): void {
    if (!this.#alive()) return;
    let known = 0;
    for (const id of ids) if (!this.#lookup.isUnknown(id)) known += 1;
    this.#counters.known(known);
    this.#tiles.paintAll();
    this.#showOpened();
    this.#watch.soon();
  }

  #changed(): void {
    this.#watch.soon();
    this.#hands.pageChanged();
  }

  async #looked({ days, tiles }: Seen): Promise<void> {
    if (!this.#alive()) return;
    this.#showOpened();
    await this.#lookCloser(days, tiles);
    if (performance.now() - this.#reportedAt < REPORTS) return;
    const health = this.#counters.take();
    this.#reportedAt = performance.now();
    if (health) send('outlook.health', health).catch(() => undefined);
  }

  /** Where ids are missing or strange, what tiles say is compared with what is known. */
  async #lookCloser(days: readonly string[], all: ReadonlyMap<Element, Said>): Promise<void> {
    const tiles = new Map([...all].filter(([tile]) => !this.#isKeptBack(tile)));
    const bare = nameless().filter((tile) => !this.#isKeptBack(tile));
    if (all.size === 0 && bare.length > 0) this.#counters.blind();
    const said = new Map(bare.map((node) => [node, saidBy(node)]));
    const strange = [...tiles].filter(([, { id }]) => this.#lookup.isUnknown(id));
    if (strange.length >= STRANGE && strange.length === tiles.size)
      for (const [node, one] of strange) said.set(node, one);
    const found = said.size > 0 ? await this.#known.match(days, [...said.values()], [...all.values()]) : new Map();
    if (!this.#alive()) return;
    const before = this.#matched;
    this.#matched = new Map();
    for (const [node, one] of said) {
      const event = found.get(one);
      // One that carries an id is asked for by it, one that does not by the event's own.
      if (!event) continue;
      this.#matched.set(node, { id: one.id === '' ? event.key : one.id, badge: event.badge });
      this.#counters.recognised('known');
    }
    for (const node of before.keys()) if (!this.#matched.has(node) && !node.matches(TILE)) paint(node, undefined);
    for (const [node, mark] of this.#matched) paint(node, mark);
    await this.#lookForDoubts(days, tiles);
  }

  async #lookForDoubts(days: readonly string[], tiles: ReadonlyMap<Element, Said>): Promise<void> {
    const named = [...tiles.values()].flatMap((one) => {
      const badge = this.#lookup.get(one.id);
      return badge && badge.id !== '' ? [{ ...one, key: `${badge.type}/${badge.id}`, named: badge.title }] : [];
    });
    const doubtful = new Set(await this.#known.doubtful(days, named));
    if (!this.#alive()) return;
    if (doubtful.size === this.#doubtful.size && [...doubtful].every((id) => this.#doubtful.has(id))) return;
    for (const id of doubtful) if (!this.#doubtful.has(id)) this.#counters.disagreed();
    this.#doubtful = doubtful;
    this.#tiles.paintAll();
  }

  /** The line in what Outlook has opened of an event. */
  #showOpened(): void {
    const opened = this.#pressed.opened(sameItem, () => this.#counters.disagreed());
    const id = opened && (this.#lookup.privateToo || !opened.isPrivate) ? opened.id : '';
    if (id !== '' && id !== this.#openedId && opened) this.#counters.recognised(opened.layer);
    this.#openedId = id;
    const badge = id === '' ? null : (this.#lookup.get(id) ?? this.#markedAs(id));
    this.#line.show(opened?.place, id, badge && badge.state !== 'private' ? badge : undefined);
  }

  #markedAs(id: string): Badge | null {
    const tile = document.querySelector(`[${ID}="${CSS.escape(id)}"]`);
    return (tile && markOn(tile)?.badge) ?? null;
  }

  #ordered(id: string): void {
    const badge = this.#lookup.get(id) ?? this.#markedAs(id);
    if (badge) this.#lookup.suppose(id, { ...badge, state: 'waiting' });
  }

  #details(id: string): void {
    void this.#card.pin(id, {
      rect: () => this.#line.rect,
      near: document.querySelector(TILE) ?? document.body,
      focus: () => this.#line.focus(),
    });
  }
}

/** Two spellings of one id. */
const sameItem = (a: string, b: string): boolean => {
  const [one, other] = [foldId(a), foldId(b)];
  return one === other || one === otherFold(other);
};
