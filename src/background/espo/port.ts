import { SyncError } from '../../shared/codes';
import type { Fields } from '../sync/model/event';
import { type EspoItem, espoRef, splitEspoRef } from '../sync/model/item';
import { sameKey } from '../sync/model/meeting-key';
import { domainOf } from '../sync/model/people';
import type {
  Capabilities,
  ChangePage,
  CreateIntent,
  Directory,
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
  Settled,
  Suspect,
} from '../sync/model/port';
import { recordChanges } from './changes';
import type { EspoClient } from './client';
import { espoTime } from './dates';
import { EspoDirectory } from './directory';
import type { EntityType } from './entity-type';
import { type Colleagues, findIn, mayBe, sameStart, startsOf } from './find';
import { asStoredByEspo } from './mapping';
import { People } from './people';
import { equals, mine, or, type Where } from './query';
import { Records } from './records';
import { Writer } from './write';

/** Keys looked for in one request: with times and keys still under the 8 kB of a request line. */
const FIND = 80;
/** The server's clock has whole seconds and may differ a little from what its Date header said. */
const LEEWAY = 3000;
/** A wave is sent this soon after its journal entries were written, unless the computer slept in between. */
const SENT_WITHIN = 600_000;

export interface EspoOptions {
  client: EspoClient;
  me: string;
  entities: readonly EntityType[];
  pageSize: number;
  /** Mail domains of the organization. */
  domains: readonly string[];
  /** New records belong to this team; '' for none. */
  teamId: string;
  /** The definitions or rights are not as they were read: they are read again before the next run. */
  changed(): Promise<void>;
  now(): number;
}

/** The EspoCRM side of the engine. */
export class EspoPort implements Port<EspoItem> {
  readonly side = 'espo' as const;
  readonly #o: EspoOptions;
  readonly #records: Records;
  readonly #entities: Map<string, EntityType>;
  readonly #people: People;
  readonly #writer: Writer;
  readonly directory: Directory;

  constructor(options: EspoOptions) {
    this.#o = options;
    this.#entities = new Map(options.entities.map((e) => [e.type, e]));
    // What a record does not show any more is not compared with either (asStored).
    this.#records = new Records(options.client, options.me, options.pageSize, options.now, async (entity) => {
      if (entity) this.#entities.set(entity.type, entity);
      await options.changed();
    });
    this.#people = new People(options.client, options.pageSize);
    this.directory = new EspoDirectory(options.client, this.#people);
    this.#writer = new Writer({
      client: options.client,
      records: this.#records,
      people: this.#people,
      me: options.me,
      teamId: options.teamId,
      entity: (type) => this.#entity(type),
      recover: (intents) => this.recover(intents),
      changed: options.changed,
    });
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

  /** Over all enabled types, among readable records: by key where there is a field for it, by times among mine and my colleagues' (DESIGN 3.4). */
  async find(keys: readonly FindKey[]): Promise<EspoItem[][]> {
    await this.#people.learn(
      keys.flatMap((key) => key.people),
      ['User'],
    );
    const found: EspoItem[][] = [];
    for (let at = 0; at < keys.length; at += FIND) {
      const part = keys.slice(at, at + FIND).map((key) => ({ ...key, colleagues: this.#colleagues(key) }));
      const lists = await Promise.all(
        [...this.#entities.values()].map((entity) => readable(findIn(this.#records, entity, part, this.#o.changed))),
      );
      const items = lists.flatMap((list) => list ?? []);
      for (const key of part) found.push(items.filter((item) => mayBe(item, key, this.#o.me)));
    }
    return found;
  }

  #colleagues({ people, organizer }: FindKey): Colleagues {
    const userOf = (address: string): string => this.#people.of(address, ['User'])?.id ?? '';
    return {
      all: new Set(people.map(userOf).filter((id) => id !== '')),
      organizer: userOf(organizer),
      unnamed: people.some((address) => this.#o.domains.includes(domainOf(address)) && userOf(address) === ''),
    };
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

  write(intents: readonly Intent[]): AsyncIterable<Settled<EspoItem>[]> {
    return this.#writer.write(intents);
  }

  /**
   * By creator and time of creation, then by name and start: EspoCRM has no idempotency key (espo.md 4). A person may have changed one
   * of the two in the meantime; then the record shows that it was changed. What was made much later was sent by a computer that had
   * slept, or is a person's: it must be the same in both.
   */
  async recover(intents: readonly CreateIntent[]): Promise<(EspoItem[] | undefined)[]> {
    if (intents.length === 0) return [];
    const skew = await this.#o.client.measuredSkew();
    const found = await Promise.all(
      intents.map(async (intent) => {
        const entity = this.#entities.get(intent.feed);
        if (!entity) return [];
        // A clock that was set since shows another skew than the one that the record was made with.
        const skews = [skew, intent.skew ?? skew];
        const from = intent.openedAt + Math.min(...skews) - LEEWAY;
        const until = intent.openedAt + Math.max(...skews) + SENT_WITHIN;
        const where = [
          equals('createdById', this.#o.me),
          { type: 'greaterThanOrEquals', attribute: 'createdAt', value: espoTime(from) },
          or(
            { type: 'lessThanOrEquals', attribute: 'createdAt', value: espoTime(until) },
            ...startsOf([intent], entity),
          ),
        ];
        const items = await readable(this.#records.all(entity, where, true));
        return items
          ?.filter((item) => isOurs(item, intent, entity, item.createdAt > until))
          .sort((a, b) => a.createdAt - b.createdAt);
      }),
    );
    return withoutOthers(intents, found, this.#entities);
  }

  async translate(): Promise<string[]> {
    return [];
  }

  /** Saving a record sends no invitation; the action that does is never called (rule 5). */
  mailRisk(): MailRisk {
    return 'none';
  }

  asStored<F extends keyof Fields>(field: F, value: Fields[F], feed: string): Fields[F] {
    return asStoredByEspo(this.#entities.get(feed), field, value);
  }
}

/** Rights to one entity were lost since they were last read: nothing of it can be seen, and the others go on. */
async function readable(items: Promise<EspoItem[]>): Promise<EspoItem[] | undefined> {
  try {
    return await items;
  } catch (error) {
    if (error instanceof SyncError && error.code === 'espo.noAccess') return undefined;
    throw error;
  }
}

/** The name is compared here: what a database calls equal depends on its collation. */
function isOurs(item: EspoItem, { fields, meetingKey }: CreateIntent, entity: EntityType, late: boolean): boolean {
  if (item.key !== '' && meetingKey !== '') return sameKey(item.key, meetingKey);
  const title = item.event.title === asStoredByEspo(entity, 'title', fields.title);
  const start = sameStart(item, fields);
  if (late) return title && start;
  const description = asStoredByEspo(entity, 'description', fields.description);
  const text = description !== '' && item.event.description === description;
  // Times have whole seconds: who changed it last says more, and stands on no record that is as it was made.
  const changed = item.modifiedById !== '' || item.modifiedAt !== item.createdAt;
  return (title && start) || ((title || start || text) && changed);
}

/** Of two that are alike in name and start, an event and its copy, each record is the one's whose text it bears. */
function withoutOthers(
  intents: readonly CreateIntent[],
  found: readonly (EspoItem[] | undefined)[],
  entities: ReadonlyMap<string, EntityType>,
): (EspoItem[] | undefined)[] {
  const claims = new Map<string, number>();
  intents.forEach(({ fields, feed }, i) => {
    const text = asStoredByEspo(entities.get(feed), 'description', fields.description);
    const own = found[i]?.find((item) => !claims.has(item.id) && item.event.description === text);
    if (own) claims.set(own.id, i);
  });
  return found.map((items, i) => items?.filter(({ id }) => (claims.get(id) ?? i) === i));
}

const between = ({ from, until }: Range): Where[] => [
  { type: 'greaterThanOrEquals', attribute: 'dateStart', value: espoTime(from) },
  { type: 'lessThan', attribute: 'dateStart', value: espoTime(until) },
];
