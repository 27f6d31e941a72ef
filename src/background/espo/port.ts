/** EspoCRM as the engine sees it. */
import { SyncError } from '../../shared/codes';
import { grouped } from '../../shared/grouped';
import type { Directory } from '../sync/model/directory';
import type { Fields } from '../sync/model/event';
import { type EspoItem, espoRef, splitEspoRef } from '../sync/model/item';
import type {
  Capabilities,
  ChangePage,
  CreateIntent,
  Feed,
  FindKey,
  Intent,
  ItemRef,
  MailRisk,
  Marks,
  Notes,
  Port,
  Proof,
  Range,
  Reading,
  Search,
  Settled,
  Suspect,
} from '../sync/model/port';

import { recordChanges } from './changes';
import type { EspoClient } from './client';
import { EspoDirectory } from './directory';
import type { EntityType } from './entity-type';
import { FIND, Finder } from './finder';
import { madeBy, madeWithin, perhapsMade, withoutOthers } from './lost-creates';
import { asStoredByEspo } from './mapping';
import { EspoNotes } from './notes';
import { Parents } from './parents';
import { isOfPart } from './part';
import { People } from './people';
import { between, mine, type Where } from './query';
import { Records } from './records';
import { Writer } from './write';

export interface EspoOptions {
  client: EspoClient;
  me: string;
  entities: readonly EntityType[];
  pageSize: number;
  /** Mail domains of the organization. */
  domains: readonly string[];
  /** New records belong to this team; '' for none. */
  teamId: string;
  /** By entity and field, what the user has chosen for those that are required. */
  defaults: Readonly<Record<string, Record<string, string>>>;
  /** The domain of an address may say which account a new record belongs to. */
  parentByDomain: boolean;
  /** Entities that are synced and of which nobody can say how they are built. */
  unknown?: readonly string[];
  /** An entity that could not be asked. */
  failed?(type: string, error: SyncError): void;
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
  readonly notes: Notes;
  readonly #finder: Finder;

  constructor(options: EspoOptions) {
    this.#o = options;
    this.#entities = new Map(options.entities.map((e) => [e.type, e]));
    // What a record does not show any more is not compared with either (asStored).
    this.#records = new Records(options.client, options.me, options.pageSize, options.now, async (entity) => {
      if (entity) this.#entities.set(entity.type, entity);
      await options.changed();
    });
    this.#people = new People(options.client, options.pageSize, (kind, error) => options.failed?.(kind, error));
    const parents = new Parents({ ...options, people: this.#people, byDomain: options.parentByDomain });
    this.directory = new EspoDirectory({
      client: options.client,
      people: this.#people,
      parents,
      pageSize: options.pageSize,
      entity: (type) => this.#entities.get(type),
    });
    this.notes = new EspoNotes(options.client, options.me, options.now);
    this.#finder = new Finder({
      records: this.#records,
      people: this.#people,
      entities: this.#entities,
      me: options.me,
      domains: options.domains,
      unknown: options.unknown ?? [],
      alone: (type, error) => this.#alone(type, error),
      changed: options.changed,
    });
    this.#writer = new Writer({
      client: options.client,
      records: this.#records,
      people: this.#people,
      parents,
      me: options.me,
      teamId: options.teamId,
      defaults: options.defaults,
      entity: (type) => this.#entity(type),
      parentTypes: (type) => this.#entities.get(type)?.parents ?? [],
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
        if (entity) return this.#records.read(entity, id);
        const unknown = this.#o.unknown?.includes(type);
        return unknown ? { kind: 'unknown', error: new SyncError('espo.unreadable', type) } : { kind: 'forbidden' };
      }),
    );
  }

  async prove(suspects: readonly Suspect[]): Promise<Proof<EspoItem>[]> {
    return (await this.read(suspects)).map((r) => (r.kind === 'value' ? { kind: 'present', item: r.item } : r));
  }

  find(keys: readonly FindKey[], search?: Search): Promise<EspoItem[][]> {
    return this.#finder.find(keys, search);
  }

  unsure(key: FindKey): boolean {
    return this.#finder.unsure(key);
  }

  /** The error of one entity alone, which is named; any other is thrown. */
  async #alone(type: string, error: unknown): Promise<void> {
    if (!(error instanceof SyncError) || !(await this.isOfPart(error))) throw error;
    this.#o.failed?.(type, error);
  }

  async isOfPart(error: SyncError): Promise<boolean> {
    // Refused though the rights as they were last read grant it: they are read again before the next run (DESIGN 3.7).
    if (error.code === 'espo.noAccess') await this.#o.changed();
    return isOfPart(this.#o.client, error);
  }

  /** EspoCRM carries no markers of ours. */
  async marks(): Promise<Marks> {
    return { marks: [], unsure: [] };
  }

  count(feed: Feed, range: Range): Promise<number> {
    const entity = this.#entity(feed.id);
    return this.#records.count(entity, [mine(entity, this.#o.me), ...between(entity.type, range)]);
  }

  async list(feed: Feed, range: Range): Promise<ItemRef[]> {
    const entity = this.#entity(feed.id);
    const ids = await this.#records.ids(entity, [mine(entity, this.#o.me), ...between(entity.type, range)]);
    return ids.map((id) => ({ ref: espoRef(entity.type, id), feed: entity.type }));
  }

  write(intents: readonly Intent[]): AsyncIterable<Settled<EspoItem>[]> {
    return this.#writer.write(intents);
  }

  /**
   * By creator and time of creation, then by name and start: EspoCRM has no idempotency key (espo.md 4). A person may have changed one
   * of the two in the meantime; then the record shows that it was changed. What was made much later was sent by a computer that had
   * slept, or is a person's: it must be the same in both. A worker that was stopped asks for all it had sent in one request.
   */
  async recover(intents: readonly CreateIntent[]): Promise<(EspoItem[] | undefined)[]> {
    if (intents.length === 0) return [];
    const { client, me } = this.#o;
    const skew = await client.measuredSkew();
    const found = new Map<CreateIntent, EspoItem[] | undefined>();
    const ofType = grouped(intents, ({ feed }) => feed);
    await Promise.all(
      [...ofType].map(async ([type, all]) => {
        const entity = this.#entities.get(type);
        for (let at = 0; entity && at < all.length; at += FIND) {
          const lost = all.slice(at, at + FIND).map((intent) => ({ intent, made: madeWithin(intent, skew) }));
          const items = await this.#askedFor(entity, perhapsMade(lost, entity, me));
          for (const { intent, made } of lost) found.set(intent, items && madeBy(intent, made, items, entity));
        }
      }),
    );
    const each = intents.map((intent) => (this.#entities.has(intent.feed) ? found.get(intent) : []));
    return withoutOthers(intents, each, this.#entities);
  }

  /** undefined where nobody can say now: rights to the entity are lost, it does not answer, or a record of it cannot be read. */
  async #askedFor(entity: EntityType, where: Where[]): Promise<EspoItem[] | undefined> {
    try {
      const { items, unreadable } = await this.#records.whole(entity, where, true);
      return unreadable.length > 0 ? undefined : items;
    } catch (error) {
      await this.#alone(entity.type, error);
      return undefined;
    }
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
