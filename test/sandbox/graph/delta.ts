/**
 * Change tracking of a calendar view (graph.md 1). A token belongs to one calendar and one window; a round is fixed when it
 * begins; the answer says what touched the calendar, not what touched the window, hence the phantom removals.
 */
import type { World } from '../http.ts';
import { behind } from './commands.ts';
import { GraphError } from './errors.ts';
import { type Ids, randomBytes } from './ids.ts';
import type { Calendar, Fields, StoredEvent } from './model.ts';
import { renderEvent, renderStub, type Shape } from './render.ts';
import type { Tenant } from './tenant.ts';
import { inCalendar, itemsOf } from './view.ts';

type Item = { event: StoredEvent; day?: string | undefined } | { removed: Ids };

interface Chain {
  calendar: Calendar;
  from: number;
  to: number;
  /** Of each deltaLink given out; only the newest three are kept. */
  generations: string[];
  dead: boolean;
  /** Of the windowless kind: masters and singles, a few fields each. */
  windowless: boolean;
}
interface Round {
  chain: Chain;
  items: Item[];
  upTo: number;
  used: number;
}
interface Token {
  kind: 'skip' | 'delta';
  chain: Chain;
  seq: number;
  round?: Round;
  page?: number;
  offset?: number;
}

export interface DeltaPage {
  value: Fields[];
  nextToken?: string;
  deltaToken?: string;
}

const KEPT = 3;

export class DeltaStore {
  private readonly tenant: Tenant;
  private readonly tokens = new Map<string, Token>();
  private readonly chains = new Set<Chain>();

  constructor(tenant: Tenant) {
    this.tenant = tenant;
  }

  /** All tokens of one mailbox, or of all, are forgotten by the server. */
  expire(oid?: string): void {
    for (const chain of this.chains) if (oid === undefined || chain.calendar.mailbox.oid === oid) chain.dead = true;
  }

  /** Without a window when `from` is undefined. */
  start(calendar: Calendar, from: number | undefined, to: number, shape: Shape, size: number): DeltaPage {
    this.checkRoom();
    const windowless = from === undefined;
    const chain: Chain = {
      calendar,
      from: from ?? Number.NEGATIVE_INFINITY,
      to,
      generations: [],
      dead: false,
      windowless,
    };
    this.checkSeries(chain);
    this.chains.add(chain);
    const items = inCalendar(calendar).flatMap((event) => this.present(chain, event));
    return this.page(this.round(chain, items), 0, 0, shape, size);
  }

  follow(calendar: Calendar, kind: 'skip' | 'delta', text: string, shape: Shape, size: number): DeltaPage {
    this.checkRoom();
    const token = this.tokens.get(text);
    if (!token || token.kind !== kind || token.chain.calendar !== calendar) {
      const name = kind === 'skip' ? '$skiptoken' : '$deltatoken';
      throw new GraphError(400, 'InvalidDeltaToken', `The value '${text}' of parameter '${name}' is invalid.`);
    }
    const { chain, round } = token;
    if (chain.dead) throw this.lost(chain, 0);
    if (kind === 'skip' && round) {
      const page = token.page ?? 0;
      if (page < round.used && this.tenant.quirks.oldNextLinksDie) throw this.lost(chain, page);
      return this.page(round, page, token.offset ?? 0, shape, size);
    }
    const age = chain.generations.length - 1 - chain.generations.indexOf(text);
    if (age >= KEPT && this.tenant.quirks.deltaGenerations) throw this.lost(chain, chain.generations.length - age);
    return this.page(this.round(chain, this.changes(chain, token.seq)), 0, 0, shape, size);
  }

  /** The sync state lives in the mailbox: when that is full, delta fails while reads go on. */
  private checkRoom(): void {
    if (!this.tenant.variants.mailboxFull) return;
    throw new GraphError(403, 'ErrorQuotaExceeded', 'Mailbox has exceeded maximum mailbox size.');
  }

  private checkSeries(chain: Chain): void {
    const days = (chain.to - chain.from) / 86_400_000;
    if (chain.windowless || days < this.tenant.variants.endlessSeriesDays) return;
    const endless = inCalendar(chain.calendar).some((event) => event.recurrence?.range.type === 'noEnd');
    if (endless) throw new GraphError(504, 'UnknownError', '');
  }

  private lost(chain: Chain, generation: number): GraphError {
    const high = chain.generations.length;
    return new GraphError(
      410,
      'SyncStateNotFound',
      `The sync state generation is not found; generation=${generation};[highest=${high}][${high}][${high - 2}][${high - 1}].`,
    );
  }

  /** An event as it is: itself, or its master with all that is left of the series in the window. */
  private present(chain: Chain, event: StoredEvent): Item[] {
    if (chain.windowless) return [{ event }];
    const shown = itemsOf(chain.calendar, event, chain.from, chain.to);
    if (shown.length === 0) return [];
    if (event.type !== 'seriesMaster') return [{ event }];
    return [{ event }, ...shown.map(({ event: one, day }) => ({ event: one, day }))];
  }

  private changes(chain: Chain, since: number): Item[] {
    const { quirks, variants, world } = this.tenant;
    const target = behind(chain.calendar);
    const until = world.now() - variants.deltaDelayMs;
    const last = new Map<StoredEvent, { op: 'touch' | 'gone'; removed: Ids[] }>();
    for (const change of target.mailbox.changes) {
      if (change.seq <= since || change.time > until || change.calendar !== target) continue;
      const removed = change.gone
        .filter((one) => quirks.phantomRemovals || (one.start < chain.to && one.end > chain.from))
        .map((one) => (chain.calendar.source ? this.shared(chain.calendar, one.key, one.ids) : one.ids));
      const before = last.get(change.event);
      last.delete(change.event);
      last.set(change.event, { op: change.op, removed: [...(before?.removed ?? []), ...removed] });
    }
    const items: Item[] = [];
    for (const [event, { op, removed }] of last) {
      for (const ids of removed) items.push({ removed: ids });
      if (op === 'gone') continue;
      const here = event.calendar === target && event.deletedAt === undefined ? this.present(chain, event) : [];
      if (here.length > 0) {
        items.push(...(variants.seriesDelta === 'masterOnly' ? here.slice(0, 1) : here));
      } else if (removed.length === 0 && quirks.phantomRemovals) {
        const { id, immutableId } = this.tenant.idsIn(chain.calendar, event);
        items.push({ removed: { id, immutableId } });
      }
    }
    if (variants.deltaReplays > 0) {
      for (const event of inCalendar(chain.calendar)) {
        if (!last.has(event) && world.random() < variants.deltaReplays) items.push(...this.replayed(chain, event));
      }
    }
    return items;
  }

  /** As it is, or as it was before its last change. */
  private replayed(chain: Chain, event: StoredEvent): Item[] {
    const items = this.present(chain, event);
    const { asItWas, type } = event;
    const isOne = asItWas?.immutableId === event.immutableId && type === 'singleInstance' && items.length > 0;
    return isOne && asItWas && this.tenant.world.random() < 0.5 ? [{ event: asItWas }] : items;
  }

  private shared(calendar: Calendar, key: string, own: Ids): Ids {
    return calendar.sharedIds.get(key.includes('|') ? key : `${key}|`) ?? own;
  }

  private round(chain: Chain, items: Item[]): Round {
    const { world, quirks, variants } = this.tenant;
    const target = behind(chain.calendar);
    const until = world.now() - variants.deltaDelayMs;
    let upTo = 0;
    for (const change of target.mailbox.changes) if (change.time <= until) upTo = Math.max(upTo, change.seq);
    if (quirks.deltaDisorder) shuffle(world, items);
    return { chain, items, upTo, used: 0 };
  }

  private page(round: Round, page: number, offset: number, shape: Shape, size: number): DeltaPage {
    const { world, quirks } = this.tenant;
    round.used = Math.max(round.used, page);
    const { chain } = round;
    const left = round.items.length - offset;
    // Now and then a page is empty and goes on all the same, or says again what a page before it said.
    const empty = quirks.deltaDisorder && left > 0 && page < 40 && world.random() < 0.08;
    const taken = empty ? 0 : Math.min(size, left);
    const items = round.items.slice(offset, offset + taken);
    const earlier = offset > 0 && taken < size && quirks.deltaDisorder && world.random() < 0.25;
    const repeat = earlier ? round.items[Math.floor(world.random() * offset)] : undefined;
    if (repeat) items.push(repeat);
    const value = items.map((item) => this.render(chain.calendar, item, shape, chain.windowless));
    if (offset + taken < round.items.length) {
      const next: Token = { kind: 'skip', chain, seq: round.upTo, round, page: page + 1, offset: offset + taken };
      return { value, nextToken: this.issue(next) };
    }
    const deltaToken = this.issue({ kind: 'delta', chain, seq: round.upTo });
    chain.generations.push(deltaToken);
    return { value, deltaToken };
  }

  private render(calendar: Calendar, item: Item, shape: Shape, windowless: boolean): Fields {
    const head = { '@odata.type': '#microsoft.graph.event' };
    if ('removed' in item) {
      return {
        ...head,
        id: shape.immutable ? item.removed.immutableId : item.removed.id,
        '@removed': { reason: 'deleted' },
      };
    }
    const { event, day } = item;
    if (windowless) {
      const { id, type, start, end } = renderEvent(this.tenant, calendar, event, undefined, shape);
      return { ...head, id, type, start, end };
    }
    if (day === undefined) return { ...head, ...renderEvent(this.tenant, calendar, event, undefined, shape) };
    return { ...head, ...renderStub(this.tenant, calendar, event, day, shape) };
  }

  private issue(token: Token): string {
    const serial = this.tenant.next().toString(36);
    const text = `R0usmc${serial}_${Buffer.from(randomBytes(this.tenant.world, 24)).toString('base64url')}`;
    this.tokens.set(text, token);
    return text;
  }
}

function shuffle<T>(world: World, list: T[]): void {
  for (let index = list.length - 1; index > 0; index--) {
    const other = Math.floor(world.random() * (index + 1));
    const [a, b] = [list[index], list[other]];
    if (a !== undefined && b !== undefined) [list[index], list[other]] = [b, a];
  }
}
