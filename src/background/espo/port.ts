import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { Fields } from '../sync/event';
import { type EspoItem, espoRef, splitEspoRef } from '../sync/item';
import type {
  Capabilities,
  ChangePage,
  CreateIntent,
  Feed,
  FindKey,
  Intent,
  ItemRef,
  MailRisk,
  Mark,
  Port,
  Proof,
  Range,
  Reading,
  RemoveIntent,
  Settled,
  Suspect,
  UpdateIntent,
  WriteResult,
} from '../sync/port';
import { recordChanges } from './changes';
import { type EspoAnswer, type EspoClient, problem } from './client';
import { espoTime } from './dates';
import { findIn, sameStart } from './find';
import { asStoredByEspo, toAttributes, toItem } from './mapping';
import type { EntityType } from './metadata';
import { equals, mine, type Where } from './query';
import { Records } from './records';
import { isModified, refusal } from './refusal';
import { EspoRecord } from './schema';

/** Keys looked for in one request: with times and keys still under the 8 kB of a request line. */
const FIND = 80;
/** Records re-read in one request before they are written, and written at once (DESIGN rule 8). */
const FOUR = 4;
/** The server's clock has whole seconds and may differ a little from what its Date header said. */
const LEEWAY = 3000;
/** A wave is sent this soon after its journal entries were written, or never. */
const SENT_WITHIN = 600_000;

export interface EspoOptions {
  client: EspoClient;
  me: string;
  entities: readonly EntityType[];
  pageSize: number;
  now(): number;
}

/** The EspoCRM side of the engine. */
export class EspoPort implements Port<EspoItem> {
  readonly side = 'espo' as const;
  readonly #o: EspoOptions;
  readonly #records: Records;
  readonly #entities: Map<string, EntityType>;

  constructor(options: EspoOptions) {
    this.#o = options;
    this.#records = new Records(options.client, options.me, options.pageSize, options.now);
    this.#entities = new Map(options.entities.map((e) => [e.type, e]));
  }

  async capabilities(): Promise<Capabilities> {
    return { skew: this.#o.client.skew, wave: 40 };
  }

  changes(feed: Feed, cursor: string | undefined): AsyncIterable<ChangePage<EspoItem>> {
    return recordChanges(this.#records, this.#entity(feed.id), feed, cursor);
  }

  #entity(type: string): EntityType {
    const entity = this.#entities.get(type);
    if (!entity) throw new SyncError('espo.noAccess', type);
    return entity;
  }

  read(refs: readonly ItemRef[]): Promise<Reading<EspoItem>[]> {
    return Promise.all(
      refs.map(async ({ ref }) => {
        const { type, id } = splitEspoRef(ref);
        const entity = this.#entities.get(type);
        return entity ? this.#records.read(entity, id) : { kind: 'forbidden' };
      }),
    );
  }

  async prove(suspects: readonly Suspect[]): Promise<Proof<EspoItem>[]> {
    return (await this.read(suspects)).map((r) => (r.kind === 'value' ? { kind: 'present', item: r.item } : r));
  }

  /** Over all enabled types, among readable records: by key where there is a field for it, by times among mine (DESIGN 3.4). */
  async find(keys: readonly FindKey[]): Promise<EspoItem[][]> {
    const found = keys.map((): EspoItem[] => []);
    for (let at = 0; at < keys.length; at += FIND) {
      const part = keys.slice(at, at + FIND);
      const lists = await Promise.all(
        [...this.#entities.values()].map((entity) => readable(findIn(this.#records, entity, part))),
      );
      const items = lists.flat();
      part.forEach((key, i) => {
        found[at + i] = items.filter(
          (item) => (item.key !== '' && item.key === key.meetingKey) || sameStart(item, key.fields),
        );
      });
    }
    return found;
  }

  /** EspoCRM carries no markers of ours. */
  async marks(): Promise<Mark[]> {
    return [];
  }

  count(feed: Feed, range: Range): Promise<number> {
    const entity = this.#entity(feed.id);
    return this.#records.count(entity, [mine(entity, this.#o.me), ...between(range)]);
  }

  async list(feed: Feed, range: Range): Promise<ItemRef[]> {
    const entity = this.#entity(feed.id);
    const items = await this.#records.all(entity, [mine(entity, this.#o.me), ...between(range)], true);
    return items.map((item) => ({ ref: espoRef(item.type, item.id), feed: item.type }));
  }

  async *write(intents: readonly Intent[]): AsyncIterable<Settled<EspoItem>[]> {
    for (let at = 0; at < intents.length; at += FOUR) {
      const part = intents.slice(at, at + FOUR);
      let current: Map<string, EspoItem>;
      try {
        current = await this.#reread(part);
      } catch (error) {
        const failed =
          error instanceof SyncError ? error : new SyncError('espo.unreachable', undefined, { cause: error });
        yield part.map(({ key }) => ({ key, result: { kind: 'failed', error: failed } }));
        return;
      }
      yield Promise.all(part.map(async (intent) => ({ key: intent.key, result: await this.#one(intent, current) })));
    }
  }

  /** One re-read by id before each wave of four: the gap that remains is one round trip (docs/limits.md). */
  async #reread(intents: readonly Intent[]): Promise<Map<string, EspoItem>> {
    const byType = new Map<string, string[]>();
    for (const intent of intents) {
      if (intent.op === 'create') continue;
      const { type, id } = splitEspoRef(intent.ref);
      byType.set(type, [...(byType.get(type) ?? []), id]);
    }
    const lists = await Promise.all([...byType].map(([type, ids]) => this.#records.byIds(this.#entity(type), ids)));
    return new Map(lists.flat().map((item) => [espoRef(item.type, item.id), item]));
  }

  async #one(intent: Intent, current: Map<string, EspoItem>): Promise<WriteResult<EspoItem>> {
    try {
      if (intent.op === 'create') return await this.#create(intent);
      const now = current.get(intent.ref);
      const expected = intent.expect.side === 'espo' ? intent.expect.modifiedAt : 0;
      if (!now || now.modifiedAt !== expected) return await this.#stale(intent);
      if (now.locked) return { kind: 'refused', reason: 'locked', detail: '' };
      return intent.op === 'update' ? await this.#update(intent, now) : await this.#remove(intent);
    } catch (error) {
      const known = error instanceof SyncError ? error : new SyncError('bug', String(error), { cause: error });
      // A token that is refused and a request that never left changed nothing; after that nobody knows.
      return {
        kind: known.code === 'espo.signInNeeded' || known.code === 'espo.maintenance' ? 'failed' : 'lost',
        error: known,
      };
    }
  }

  async #create(intent: CreateIntent): Promise<WriteResult<EspoItem>> {
    const entity = this.#entity(intent.feed);
    const body = {
      ...toAttributes({ ...intent.fields, status: 'planned' }, entity),
      assignedUserId: this.#o.me,
      // Absent means the user's own default reminders, and 10.0 fires those of the past at once (espo-versions.md 1.6).
      reminders: [],
      ...(entity.keyField && intent.meetingKey !== '' ? { [entity.keyField]: intent.meetingKey } : {}),
    };
    const answer = await this.#o.client.send({ method: 'POST', path: entity.type, body });
    if (answer.status === 500) {
      // The server broke: before or after it stored the record?
      const [found] = await this.recover([intent]);
      return found?.[0] ? { kind: 'ok', item: found[0] } : { kind: 'refused', reason: 'refused', detail: '500' };
    }
    return this.#outcome(intent, entity, answer);
  }

  async #update(intent: UpdateIntent, now: EspoItem): Promise<WriteResult<EspoItem>> {
    const { type, id } = splitEspoRef(intent.ref);
    const entity = this.#entity(type);
    const body = toAttributes(intent.fields, entity);
    // 10.0 wipes the dates of an all-day record whose flag is not sent along (espo-versions.md 1.1).
    if (entity.allDay && intent.fields.when === undefined && now.event.when.kind === 'allDay') body['isAllDay'] = true;
    // The entity has no attribute for it: an empty PUT would only move modifiedAt.
    if (Object.keys(body).length === 0) return { kind: 'ok', item: now };
    const headers: Record<string, string> =
      now.versionNumber === undefined ? {} : { 'X-Version-Number': String(now.versionNumber) };
    const answer = await this.#o.client.send({
      method: 'PUT',
      path: `${type}/${encodeURIComponent(id)}`,
      body,
      headers,
    });
    return this.#outcome(intent, entity, answer);
  }

  async #remove(intent: RemoveIntent): Promise<WriteResult<EspoItem>> {
    const { type, id } = splitEspoRef(intent.ref);
    const answer = await this.#o.client.send({ method: 'DELETE', path: `${type}/${encodeURIComponent(id)}` });
    if (answer.status === 200 || answer.status === 404) return { kind: 'removed' };
    return this.#outcome(intent, this.#entity(type), answer);
  }

  async #outcome(intent: Intent, entity: EntityType, answer: EspoAnswer): Promise<WriteResult<EspoItem>> {
    const { status } = answer;
    if (status === 200 || status === 201) {
      const record = v.safeParse(EspoRecord, answer.body);
      if (!record.success) return { kind: 'lost', error: new SyncError('espo.unreadable', entity.type) };
      return { kind: 'ok', item: toItem(record.output, entity, this.#o.me, intent.op === 'create') };
    }
    if (intent.op !== 'create' && (status === 404 || isModified(answer))) return this.#stale(intent);
    if (status === 400 || status === 403 || status === 409) return { kind: 'refused', ...refusal(answer) };
    if (status === 500) return { kind: 'refused', reason: 'refused', detail: '500' };
    return { kind: 'lost', error: problem(answer) };
  }

  async #stale(intent: UpdateIntent | RemoveIntent): Promise<WriteResult<EspoItem>> {
    const [now] = await this.read([{ ref: intent.ref, feed: intent.feed }]);
    if (now?.kind === 'value') return { kind: 'stale', current: now.item };
    if (now?.kind === 'unknown') return { kind: 'failed', error: now.error };
    return { kind: 'stale', current: undefined };
  }

  /**
   * By creator and time of creation, then by name and start: EspoCRM has no idempotency key (espo.md 4). A person may have changed one
   * of the two in the meantime; then the record shows that it was changed.
   */
  async recover(intents: readonly CreateIntent[]): Promise<EspoItem[][]> {
    if (intents.length === 0) return [];
    const skew = await this.#o.client.measuredSkew();
    return Promise.all(
      intents.map(async (intent) => {
        const entity = this.#entities.get(intent.feed);
        if (!entity) return [];
        const opened = intent.openedAt + skew;
        const where = [
          equals('createdById', this.#o.me),
          { type: 'greaterThanOrEquals', attribute: 'createdAt', value: espoTime(opened - LEEWAY) },
          { type: 'lessThanOrEquals', attribute: 'createdAt', value: espoTime(opened + SENT_WITHIN) },
        ];
        const items = await readable(this.#records.all(entity, where, true));
        return items.filter((item) => isOurs(item, intent)).sort((a, b) => a.createdAt - b.createdAt);
      }),
    );
  }

  async translate(): Promise<string[]> {
    return [];
  }

  /** Saving a record sends no invitation; the action that does is never called (rule 5). */
  mailRisk(): MailRisk {
    return 'none';
  }

  asStored<F extends keyof Fields>(field: F, value: Fields[F]): Fields[F] {
    return asStoredByEspo(field, value);
  }
}

/** Rights to one entity were lost since they were last read: nothing of it can be seen, and the others go on. */
async function readable(items: Promise<EspoItem[]>): Promise<EspoItem[]> {
  try {
    return await items;
  } catch (error) {
    if (error instanceof SyncError && error.code === 'espo.noAccess') return [];
    throw error;
  }
}

/** The name is compared here: what a database calls equal depends on its collation. */
function isOurs(item: EspoItem, { fields, meetingKey }: CreateIntent): boolean {
  if (item.key !== '' && meetingKey !== '') return item.key === meetingKey;
  const title = item.event.title === asStoredByEspo('title', fields.title);
  const start = sameStart(item, fields);
  const text =
    fields.description !== '' && item.event.description === asStoredByEspo('description', fields.description);
  return (title && start) || ((title || start || text) && item.modifiedAt !== item.createdAt);
}

const between = ({ from, until }: Range): Where[] => [
  { type: 'greaterThanOrEquals', attribute: 'dateStart', value: espoTime(from) },
  { type: 'lessThan', attribute: 'dateStart', value: espoTime(until) },
];
