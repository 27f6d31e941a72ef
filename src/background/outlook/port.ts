/** Outlook as the engine sees it. */
import { SyncError } from '../../shared/codes';
import type { Fields } from '../sync/model/event';
import type { OutlookItem } from '../sync/model/item';
import type {
  Capabilities,
  ChangePage,
  CreateIntent,
  Feed,
  Intent,
  ItemRef,
  MailFacts,
  MailRisk,
  Marks,
  Port,
  Proof,
  Range,
  Reading,
  Settled,
  Suspect,
  WriteResult,
} from '../sync/model/port';
import { asSyncError } from './answers';
import { BATCH, errorCode, type GraphAnswer, type GraphClient, type GraphRequest, problem } from './client';
import { compared, type Open } from './compared';
import { calendarChanges } from './delta';
import { isGuestRefused } from './invited';
import { lostCreates } from './lost-creates';
import { asStoredByOutlook } from './mapping';
import { marksOfSite, marksOn } from './marks';
import { notThere } from './not-there';
import { isOfPart } from './part';
import { proveGone, whyClosed } from './proof';
import { isOfMailbox, itemOf, reading, readPath } from './reading';
import { requestOf } from './requests';
import { isZoneRefused, shiftedFrom } from './said-again';
import { GraphEvent, parse } from './schema';
import { changesWithSeries } from './series';
import { isTeamsRefused, Teams } from './teams';
import { translateIds } from './translate';
import { UTC, type WriteZone } from './write-zone';

export interface OutlookOptions {
  client: GraphClient;
  site: string;
  /** The zone that times are written in. */
  zone: WriteZone;
  /** All calendars of the mailbox, chosen or not: a moved event may stand in any. */
  calendars: readonly string[];
  /** Those that the user may write in: only there can an event be that was made for a record. */
  writable?: readonly string[];
  /** Where an event can be that was made for a record. */
  window?: Range;
  /** A calendar is gone: what was known of it is out of date. */
  calendarGone?(id: string): Promise<void>;
  /** A calendar that is closed, or tells no markers. */
  failed?(calendar: string, error: SyncError): void;
  /** A meeting of Teams was wanted, and the mailbox makes none. */
  noTeams?(): Promise<void>;
  now(): number;
}

/** Clocks are measured, not equal. */
const LEEWAY = 10_000;

/** The Outlook side of the engine. */
export class OutlookPort implements Port<OutlookItem> {
  readonly side = 'outlook' as const;
  readonly #o: OutlookOptions;
  /** All markers, asked for once in a write, however many of its creates were made before. */
  #made: Promise<Marks> | undefined;
  readonly #teams: Teams;

  constructor(options: OutlookOptions) {
    this.#o = options;
    this.#teams = new Teams(options.client, options.noTeams);
  }

  async capabilities(): Promise<Capabilities> {
    return { skew: this.#o.client.skew, wave: BATCH };
  }

  async *changes(feed: Feed, cursor: string | undefined): AsyncIterable<ChangePage<OutlookItem>> {
    const { client, now, calendarGone, failed } = this.#o;
    try {
      const { series } = feed;
      yield* series
        ? changesWithSeries(client, { ...feed, series }, cursor, now())
        : calendarChanges(client, feed, cursor, now());
    } catch (error) {
      const why = await whyClosed(client, feed.id, error);
      if (!why) throw error;
      if (why === 'gone') await calendarGone?.(feed.id);
      else failed?.(feed.id, asSyncError(error));
      // An empty full round: what is linked in it is asked for, and sleeps, because the calendar does not answer (DESIGN 3.5).
      yield { items: [], unreadable: [], suspects: [], cursor: '', restarted: true, last: true };
    }
  }

  async read(refs: readonly ItemRef[]): Promise<Reading<OutlookItem>[]> {
    const answers = await this.#asked(refs);
    return Promise.all(answers.map((answer, i) => reading(answer, refs[i]?.feed ?? '')));
  }

  #asked = (refs: readonly ItemRef[]): Promise<GraphAnswer[]> =>
    this.#batched(refs.map(({ ref, feed }) => ({ method: 'GET', path: readPath(feed, ref) })));

  prove(suspects: readonly Suspect[]): Promise<Proof<OutlookItem>[]> {
    return proveGone(this.#o.client, suspects, this.#o.calendars, (requests) => this.#batched(requests));
  }

  /** Candidates in Outlook are found among what was read (Seen) and by marks; Graph knows no better key. */
  async find(keys: readonly unknown[]): Promise<OutlookItem[][]> {
    return keys.map(() => []);
  }

  unsure(): boolean {
    return false;
  }

  marks(of?: { refs: readonly ItemRef[] } | { feeds: readonly string[] }): Promise<Marks> {
    const { site, writable, calendars } = this.#o;
    if (of && 'refs' in of) return marksOn(site, of.refs, (requests) => this.#batched(requests));
    const own = writable ?? calendars;
    return marksOfSite(this.#o, of ? own.filter((id) => of.feeds.includes(id)) : own);
  }

  /** Deletions come with the delta. */
  async count(): Promise<undefined> {
    return undefined;
  }

  async list(): Promise<ItemRef[]> {
    return [];
  }

  /** Read again, compared, then written with If-Match: no page of Microsoft promises If-Match on events (graph.md 4). */
  async *write(intents: readonly Intent[]): AsyncIterable<Settled<OutlookItem>[]> {
    this.#made = undefined;
    for (let at = 0; at < intents.length; at += BATCH) {
      const { settled, open } = await this.#compared(await this.#teams.offered(intents.slice(at, at + BATCH)));
      if (settled.length > 0) yield settled;
      if (open.length === 0) continue;
      const { site, zone } = this.#o;
      const requests = await Promise.all(
        open.map(({ intent, etag, body }) => requestOf(intent, etag, site, zone, body)),
      );
      let answers: GraphAnswer[];
      try {
        answers = await this.#o.client.batch(requests);
      } catch (error) {
        const lost = asSyncError(error);
        yield open.map(({ intent: { key } }) => ({ key, result: { kind: 'lost', error: lost } }));
        return;
      }
      yield Promise.all(
        open.map(async (one, i) => ({
          key: one.intent.key,
          result: await this.#settled(one, answers[i] as GraphAnswer),
        })),
      );
    }
  }

  /** What has changed or gone since the decision is settled without a write. */
  async #compared(intents: readonly Intent[]): Promise<{ settled: Settled<OutlookItem>[]; open: Open[] }> {
    const known = intents.flatMap((intent) => (intent.op === 'create' ? [] : [intent]));
    const created: Open[] = intents.flatMap((intent) => (intent.op === 'create' ? [{ intent, etag: '' }] : []));
    try {
      const { settled, open } = await compared(known, await this.#asked(known));
      return { settled, open: [...created, ...open] };
    } catch (error) {
      const failed = asSyncError(error);
      return { settled: known.map(({ key }) => ({ key, result: { kind: 'failed', error: failed } })), open: created };
    }
  }

  /** One write, told once more: with its times in UTC, which are the same everywhere, or without what was refused. */
  async #again(intent: Intent, etag: string, zone: WriteZone): Promise<GraphAnswer> {
    try {
      return await this.#o.client.send(await requestOf(intent, etag, this.#o.site, zone));
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      return { status: 0, headers: {}, body: undefined };
    }
  }

  /** More than one thing may be refused, one answer after the other: what was left out or told otherwise once stays so. */
  async #settled({ intent, etag }: Open, answer: GraphAnswer, zone = this.#o.zone): Promise<WriteResult<OutlookItem>> {
    const again = async (next: Intent, told = zone): Promise<WriteResult<OutlookItem>> =>
      this.#settled({ intent: next, etag }, await this.#again(next, etag, told), told);
    if (isGuestRefused(answer, intent)) {
      const { invite: _refused, ...alone } = intent as CreateIntent;
      return again(alone);
    }
    if (zone !== UTC && isZoneRefused(answer, intent)) return again(intent, UTC);
    if (isTeamsRefused(answer, intent)) return this.#teams.without(intent, again);
    const result = await this.#teams.heard(intent, await this.#outcome(intent, answer));
    const when = shiftedFrom(result, intent);
    if (result.kind !== 'ok' || !when) return result;
    const { key, feed } = intent;
    const { id: ref, etag: now } = result.item;
    const times: Intent = { op: 'update', key, ref, feed, fields: { when }, expect: { side: 'outlook', etag: now } };
    const mended = await this.#outcome(times, await this.#again(times, now, UTC));
    return mended.kind === 'ok' ? mended : result;
  }

  async #outcome(intent: Intent, answer: GraphAnswer): Promise<WriteResult<OutlookItem>> {
    const code = errorCode(answer.body);
    const { status } = answer;
    if (status === 200 || status === 201)
      return this.#written(intent, await itemOf(parse(GraphEvent, answer.body, 'event'), intent.feed));
    if (code === 'errorduplicatetransactionid') return this.#madeBefore(intent);
    // A mailbox that is being moved or is full says nothing of the event.
    const error = problem({ ...answer, status: status || 503 });
    if (isOfMailbox(error)) return { kind: 'failed', error };
    if (status === 204 && intent.op === 'remove') return { kind: 'removed' };
    if ((status === 404 || status === 410) && intent.op !== 'create')
      return notThere(intent, answer, (suspects) => this.prove(suspects));
    if (status === 412 || status === 404 || status === 410) return this.#stale(intent);
    if (status === 0 || status >= 500) return { kind: 'lost', error };
    if (status === 429 || status === 401) return { kind: 'failed', error };
    return { kind: 'refused', reason: 'refused', detail: `${status} ${code}` };
  }

  /**
   * The transactionId made another event before, perhaps in the user's other browser, and with values that the record had then: where it
   * still stands it is the one that was wanted. Where it is gone the next generation has its own transactionId.
   */
  async #madeBefore(intent: Intent): Promise<WriteResult<OutlookItem>> {
    const marker = intent.op === 'create' ? intent.marker : undefined;
    this.#made ??= this.marks();
    const { marks, unsure } = await this.#made;
    const made = marks.filter((mark) => mark.type === marker?.type && mark.id === marker.id);
    const readings = await this.read(made.sort((a, b) => a.createdAt - b.createdAt));
    const there = readings.find((r) => r.kind === 'value');
    if (there) return { kind: 'ok', item: there.item, earlier: true };
    // It may stand in a calendar that tells no markers now: made again under another transaction it would be there twice.
    const open = unsure.length > 0 || readings.some((r) => r.kind === 'unknown');
    return open ? { kind: 'refused', reason: 'brokeDown', detail: '409' } : { kind: 'stale', current: undefined };
  }

  /** A create that was answered with an older event is that event's transaction again; it counts only if it still stands. */
  async #written(intent: Intent, item: OutlookItem): Promise<WriteResult<OutlookItem>> {
    const older = intent.op === 'create' && item.createdAt < intent.openedAt + this.#o.client.skew - LEEWAY;
    if (!older) return { kind: 'ok', item };
    const suspect = { ref: item.id, feed: intent.feed, iCalUId: '', originalStart: '', start: 0 };
    const [proof] = await this.prove([suspect]);
    if (proof?.kind === 'present') return { kind: 'ok', item: proof.item, earlier: true };
    // Whether it stands nobody can say now: another one would be a second.
    if (proof?.kind === 'unknown') return { kind: 'refused', reason: 'brokeDown', detail: '409' };
    return { kind: 'stale', current: undefined };
  }

  async #stale(intent: Intent): Promise<WriteResult<OutlookItem>> {
    if (intent.op === 'create') return { kind: 'refused', reason: 'calendarGone', detail: '404' };
    const [now] = await this.read([{ ref: intent.ref, feed: intent.feed }]);
    if (now?.kind === 'value') return { kind: 'stale', current: now.item };
    if (now?.kind === 'unknown') return { kind: 'failed', error: now.error };
    return { kind: 'stale', current: undefined };
  }

  /** By the marker that the POST carried: whole value, nonce included, so it is this very create. */
  recover(intents: readonly CreateIntent[]): Promise<(OutlookItem[] | undefined)[]> {
    return lostCreates(this.#o, intents, this.#batched, (refs) => this.read(refs));
  }

  /** Default ids, as Outlook on the web may spell them; up to 1,000 a request (graph.md 2). */
  translate = (refs: readonly string[]): Promise<string[]> => translateIds(this.#o.client, refs);

  isOfPart = (error: SyncError): Promise<boolean> => isOfPart(this.#o.client, error);

  /** Rule 5: any write to a meeting with attendees mails them; one that the user does not organize is never written. */
  mailRisk(intent: Intent, { isOrganizer, hasAttendees }: MailFacts): MailRisk {
    if (intent.op === 'create') return 'none';
    if (!isOrganizer) return 'forbidden';
    return hasAttendees ? 'mails' : 'none';
  }

  asStored<F extends keyof Fields>(field: F, value: Fields[F]): Fields[F] {
    return asStoredByOutlook(field, value);
  }

  readonly #batched = async (requests: readonly GraphRequest[]): Promise<GraphAnswer[]> => {
    const answers: GraphAnswer[] = [];
    for (let at = 0; at < requests.length; at += BATCH)
      answers.push(...(await this.#o.client.batch(requests.slice(at, at + BATCH))));
    return answers;
  };
}
