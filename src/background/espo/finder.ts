/** Finds the records that may be a meeting, over all kinds that are synced. */
import { isDue } from '../../shared/due';
import { startOf } from '../sync/model/event';
import type { EspoItem } from '../sync/model/item';
import { domainOf } from '../sync/model/people';
import type { FindKey, Search, Unreadable } from '../sync/model/port';
import type { EntityType } from './entity-type';
import { type ColleagueKey, type Colleagues, findByKey, findByStart, mayBe } from './find';
import type { People } from './people';
import { isAmong, type ReadOnce, readOnce } from './read-once';
import type { Records } from './records';

/** Keys looked for in one request: with times and keys still under the 8 kB of a request line. */
export const FIND = 80;

export interface FinderOptions {
  records: Records;
  people: People;
  /** All that are synced, as they are known by now. */
  entities: ReadonlyMap<string, EntityType>;
  me: string;
  /** Mail domains of the organization. */
  domains: readonly string[];
  /** Entities that are synced and of which nobody can say how they are built. */
  unknown: readonly string[];
  /** Names the error of one entity alone; throws any other. */
  alone(type: string, error: unknown): Promise<void>;
  changed(): Promise<void>;
}

/** Finds in EspoCRM the records that may be a meeting, and knows what it could not ask. */
export class Finder {
  readonly #o: FinderOptions;
  /** Entities that could not be asked, and records that cannot be read. */
  readonly #unasked: Set<string>;
  readonly #unreadable: Unreadable<EspoItem>[] = [];
  readonly #read = new WeakMap<Search, Map<string, Promise<ReadOnce>>>();

  constructor(options: FinderOptions) {
    this.#o = options;
    this.#unasked = new Set(options.unknown.filter((type) => !isDue(type)));
  }

  /** Over all enabled types, among readable records: by key where there is a field for it, by times among mine and my colleagues' (DESIGN 3.4). */
  async find(keys: readonly FindKey[], search?: Search): Promise<EspoItem[][]> {
    const { people, entities, me } = this.#o;
    await people.learn(
      keys.flatMap((key) => key.people),
      ['User'],
    );
    const found: EspoItem[][] = [];
    // What is due is no event's record.
    const meetings = [...entities.values()].filter(({ type }) => !isDue(type));
    for (let at = 0; at < keys.length; at += FIND) {
      const part = keys.slice(at, at + FIND).map((key) => ({ ...key, colleagues: this.#colleagues(key) }));
      const items = (await Promise.all(meetings.map((entity) => this.#unlessFails(entity, part, search)))).flat();
      for (const key of part) found.push(items.filter((item) => mayBe(item, key, me)));
    }
    return found;
  }

  /** What a find did not find may be there all the same. */
  unsure(key: FindKey): boolean {
    const mayBeIt = ({ item, start }: Unreadable<EspoItem>): boolean =>
      item && item.start >= 0
        ? mayBe(item, { ...key, colleagues: this.#colleagues(key) }, this.#o.me)
        : // It was among the answers: when it begins is one of the times that were asked for.
          start < 0 || start === startOf(key.fields.when);
    // Whose records they are that colleagues made nobody can say then.
    const strange = key.people.some((address) => this.#o.people.unsure(address, ['User']));
    return strange || this.#unasked.size > 0 || this.#unreadable.some(mayBeIt);
  }

  async #unlessFails(entity: EntityType, keys: readonly ColleagueKey[], search?: Search): Promise<EspoItem[]> {
    try {
      return await this.#findIn(entity, keys, search);
    } catch (error) {
      await this.#o.alone(entity.type, error);
      this.#unasked.add(entity.type);
      return [];
    }
  }

  async #findIn(entity: EntityType, keys: readonly ColleagueKey[], search?: Search): Promise<EspoItem[]> {
    const { records, changed } = this.#o;
    const read = search && search.expected > FIND ? await this.#readOnce(entity, search) : undefined;
    const inside = read?.byStart && search ? keys.filter((key) => isAmong(key, search)) : [];
    const outside = inside.length === 0 ? keys : keys.filter((key) => !inside.includes(key));
    const asked = [findByStart(records, entity, outside)];
    if (!read?.byKey) asked.push(findByKey(records, entity, keys, changed));
    const answers = await Promise.all(asked);
    this.#unreadable.push(...answers.flatMap(({ unreadable }) => unreadable));
    return [
      ...(read?.byStart?.(inside) ?? []),
      ...(read?.byKey?.(keys) ?? []),
      ...answers.flatMap(({ items }) => items),
    ];
  }

  /** One answer for all finds of a search. */
  async #readOnce(entity: EntityType, search: Search): Promise<ReadOnce> {
    const types = this.#read.get(search) ?? new Map<string, Promise<ReadOnce>>();
    this.#read.set(search, types);
    const before = types.get(entity.type);
    if (before) return before;
    const reading = readOnce(this.#o.records, entity, search, this.#o.changed);
    types.set(entity.type, reading);
    this.#unreadable.push(...(await reading).unreadable);
    return reading;
  }

  #colleagues({ people, organizer }: FindKey): Colleagues {
    const { domains } = this.#o;
    const userOf = (address: string): string => this.#o.people.of(address, ['User'])?.id ?? '';
    return {
      all: new Set(people.map(userOf).filter((id) => id !== '')),
      organizer: userOf(organizer),
      unnamed: people.some((address) => domains.includes(domainOf(address)) && userOf(address) === ''),
    };
  }
}
