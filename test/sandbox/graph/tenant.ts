/** One tenant: its mailboxes, the order of changes in each, and the mails Exchange would have sent. */
import type { World } from '../http.ts';
import {
  defaultId,
  type Ids,
  newChangeKey,
  newFolderId,
  newGuid,
  newImmutableId,
  newTail,
  occurrenceId,
  randomBytes,
} from './ids.ts';
import type { Calendar, Change, Mail, Mailbox, StoredEvent } from './model.ts';
import { allQuirks, type GraphQuirks, type GraphVariants, usualVariants } from './quirks.ts';

export interface MailboxOptions {
  oid: string;
  address: string;
  /** Every mailbox has the one of the tenant, too. */
  aliases?: string[];
  otherMails?: string[];
  name: string;
  /** null: a mailbox without a zone. */
  timeZone?: string | null;
  locale?: string;
  /** false: MailboxNotEnabledForRESTAPI. */
  enabled?: boolean;
}

export interface CalendarOptions {
  name: string;
  color?: string;
  hexColor?: string;
  canEdit?: boolean;
  canShare?: boolean;
  canViewPrivateItems?: boolean;
  isRemovable?: boolean;
  owner?: { name: string; address: string };
  isDefault?: boolean;
  source?: Calendar;
}

export class Tenant {
  readonly world: World;
  readonly quirks: GraphQuirks = allQuirks();
  readonly variants: GraphVariants = usualVariants();
  readonly mailboxes = new Map<string, Mailbox>();
  readonly mails: Mail[] = [];
  /** Distribution lists: the addresses of their members by their own, in lower case. */
  readonly lists = new Map<string, readonly string[]>();
  clockSkewMs = 0;
  private counter = 0;

  constructor(world: World) {
    this.world = world;
  }

  /** The server's own clock. */
  now(): number {
    return this.world.now() + this.clockSkewMs;
  }

  next(): number {
    this.counter += 1;
    return this.counter;
  }

  addMailbox(options: MailboxOptions): Mailbox {
    const box: Mailbox = {
      oid: options.oid,
      guid: newGuid(this.world),
      address: options.address,
      aliases: [options.address.replace(/@.*/, '@contoso.onmicrosoft.example'), ...(options.aliases ?? [])],
      otherMails: options.otherMails ?? [],
      name: options.name,
      timeZone: options.timeZone === null ? undefined : (options.timeZone ?? 'UTC'),
      locale: options.locale ?? 'en-US',
      enabled: options.enabled ?? true,
      store: randomBytes(this.world, 16),
      calendars: [],
      events: new Set(),
      index: new Map(),
      changes: [],
      transactions: new Map(),
      categories: [],
    };
    this.mailboxes.set(options.oid, box);
    this.addCalendar(box, { name: 'Calendar', isDefault: true, isRemovable: false });
    return box;
  }

  mailboxOf(address: string): Mailbox | undefined {
    const wanted = address.toLowerCase();
    for (const box of this.mailboxes.values())
      if ([box.address, ...box.aliases].some((one) => one.toLowerCase() === wanted)) return box;
    return undefined;
  }

  /** Where a meeting of `own` is delivered; whoever is invited through a list is named nowhere (graph.md 22). */
  mailboxesOf(attendees: readonly { address: string }[], own: Mailbox): Set<Mailbox> {
    const addresses = attendees.flatMap(({ address }) => this.lists.get(address.toLowerCase()) ?? [address]);
    const boxes = new Set(addresses.flatMap((address) => this.mailboxOf(address) ?? []));
    boxes.delete(own);
    return boxes;
  }

  addCalendar(box: Mailbox, options: CalendarOptions): Calendar {
    const seed = { guid: box.guid, store: box.store, folder: randomBytes(this.world, 16) };
    const owner = options.owner ?? { name: box.name, address: box.address };
    const own = owner.address.toLowerCase() === box.address.toLowerCase();
    const calendar: Calendar = {
      key: this.next(),
      id: newFolderId(seed),
      changeKey: newChangeKey(this.world),
      mailbox: box,
      seed,
      name: options.name,
      color: options.color ?? 'auto',
      hexColor: options.hexColor ?? '',
      isDefault: options.isDefault ?? false,
      canEdit: options.canEdit ?? own,
      canShare: options.canShare ?? own,
      canViewPrivateItems: options.canViewPrivateItems ?? own,
      isRemovable: options.isRemovable ?? true,
      owner,
      extended: [],
      source: options.source,
      sharedIds: new Map(),
    };
    box.calendars.push(calendar);
    return calendar;
  }

  defaultCalendar(box: Mailbox): Calendar {
    const found = box.calendars.find((calendar) => calendar.isDefault);
    if (!found) throw new Error(`${box.address} has no calendar`);
    return found;
  }

  /** Fresh ids for an event that comes into a calendar; `keep` keeps the immutable one (a move inside the mailbox). */
  giveIds(event: StoredEvent, keep: boolean): void {
    const { mailbox, calendar } = event;
    event.tail = newTail(this.world, calendar.seed, this.next());
    event.id = defaultId(calendar.seed, event.tail);
    if (!keep) event.immutableId = newImmutableId(this.world, this.next());
    mailbox.index.set(event.id, { event, kind: 'default' });
    mailbox.index.set(event.immutableId, { event, kind: 'immutable' });
  }

  /** Ids of an occurrence, made when it is first asked for. */
  occurrence(master: StoredEvent, day: string): Ids {
    const exception = master.exceptions.get(day);
    if (exception) return exception;
    let ids = master.occurrenceIds.get(day);
    if (!ids) {
      ids = {
        id: occurrenceId(master.calendar.seed, master.tail, day),
        immutableId: newImmutableId(this.world, this.next()),
      };
      master.occurrenceIds.set(day, ids);
      master.mailbox.index.set(ids.id, { event: master, day, kind: 'default' });
      master.mailbox.index.set(ids.immutableId, { event: master, day, kind: 'immutable' });
    }
    return ids;
  }

  /** The ids under which a calendar shows an item: its own, or those of the share (graph.md 11). */
  idsIn(calendar: Calendar, event: StoredEvent, day?: string): Ids {
    if (!calendar.source) return day === undefined ? event : this.occurrence(event, day);
    const key = `${event.key}|${day ?? ''}`;
    let ids = calendar.sharedIds.get(key);
    if (!ids) {
      const end = newTail(this.world, calendar.seed, this.next());
      ids = { id: defaultId(calendar.seed, end), immutableId: newImmutableId(this.world, this.next()) };
      calendar.sharedIds.set(key, ids);
      calendar.mailbox.index.set(ids.id, { event, day, through: calendar, kind: 'default' });
      calendar.mailbox.index.set(ids.immutableId, { event, day, through: calendar, kind: 'immutable' });
    }
    return ids;
  }

  /** A change others can see: new changeKey, new time, an entry for delta. */
  touch(event: StoredEvent): void {
    event.changeKey = newChangeKey(this.world);
    event.modified = this.now();
    if (this.variants.deltaReplays > 0) {
      // What was changed at once nobody has seen in between.
      if (event.shown?.modified !== event.modified) event.asItWas = event.shown;
      event.shown = { ...event, attendees: [...event.attendees], shown: undefined, asItWas: undefined };
    }
    const head = event.master ?? event;
    if (head !== event) {
      head.changeKey = newChangeKey(this.world);
      head.modified = event.modified;
    }
    this.record(head, 'touch', []);
  }

  record(event: StoredEvent, op: Change['op'], gone: Change['gone'], calendar = event.calendar): void {
    event.mailbox.changes.push({ seq: this.next(), time: this.world.now(), calendar, event, op, gone });
  }

  /** `event`: the sender's. */
  mail(kind: Mail['kind'], event: StoredEvent, from: string, to: string[], subject: string): void {
    const others = [...new Set(to.filter((address) => address.toLowerCase() !== from.toLowerCase()))];
    if (others.length === 0 || !this.quirks.writesMail) return;
    const about = (event.master ?? event).immutableId;
    this.mails.push({ time: this.world.now(), about, from, to: others, kind, subject });
  }
}
