import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { EspoItem } from '../sync/model/item';
import type { Reading } from '../sync/model/port';
import type { Linked } from './attendees';
import { type EspoAnswer, type EspoClient, problem } from './client';
import type { EntityType } from './entity-type';
import { toItem } from './mapping';
import { withoutMissing } from './missing-fields';
import { equals, listPath, type Query, selected } from './query';
import { EspoList, EspoRecord, parse } from './schema';

/** Of one condition; more is no answer to it. */
const MOST_PAGES = 500;
/** Lists cut texts at exactly this many characters, without a mark, on all versions (espo-versions.md 1.2). */
const CUT_AT = 10_000;

/** Reading records: lists and single ones, as items. */
export class Records {
  readonly #client: EspoClient;
  readonly #now: () => number;
  readonly #changed: (entity?: EntityType) => Promise<void>;
  readonly me: string;
  readonly pageSize: number;

  /** `changed` hears of an entity that has lost fields since its definitions were read, or of definitions that do not hold any more. */
  constructor(
    client: EspoClient,
    me: string,
    pageSize: number,
    now: () => number,
    changed: (entity?: EntityType) => Promise<void>,
  ) {
    this.#client = client;
    this.#now = now;
    this.#changed = changed;
    this.me = me;
    this.pageSize = pageSize;
  }

  /** As it shows itself now. */
  async #asShown(entity: EntityType, row: unknown): Promise<EntityType> {
    const shown = withoutMissing(entity, row);
    if (shown !== entity) await this.#changed(shown);
    return shown;
  }

  /** A condition that is refused names what was there when the definitions were read. */
  async #problem(answer: EspoAnswer): Promise<SyncError> {
    if (answer.status === 400) await this.#changed();
    return problem(answer);
  }

  serverNow = (): number => this.#now() + this.#client.skew;

  /** One page. `areMine`: the condition itself says that all of them are. */
  async list(entity: EntityType, query: Query, areMine: boolean): Promise<{ items: EspoItem[]; more: boolean }> {
    const path = listPath(entity.type, { ...query, select: selected(entity) });
    const answer = await this.#client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
    if (answer.status !== 200) throw await this.#problem(answer);
    const { total, list } = parse(EspoList, answer.body, `${entity.type} list`);
    const records: EspoRecord[] = [];
    for (const row of list) {
      // One record that nobody can read must not stop the others.
      const record = v.safeParse(EspoRecord, row);
      if (record.success) records.push(record.output);
    }
    const shown = list.length === 0 ? entity : await this.#asShown(entity, list[0]);
    const items = await Promise.all(records.map((record) => this.#whole(shown, record, areMine)));
    return {
      items: items.filter((i) => i !== undefined),
      more: total === -2 ? false : total === -1 || list.length === query.maxSize,
    };
  }

  async #whole(entity: EntityType, record: EspoRecord, areMine: boolean): Promise<EspoItem | undefined> {
    if (record.description.length < CUT_AT) return toItem(record, entity, this.me, areMine);
    const reading = await this.read(entity, record.id);
    // Left out here, it would be passed over for good: the position moves on behind this page.
    if (reading.kind === 'unknown') throw reading.error;
    return reading.kind === 'value' ? { ...reading.item, mine: reading.item.mine || areMine } : undefined;
  }

  /** 404 is deleted, 403 is lost access; an administrator gets 200 with deleted: true (espo.md 4). */
  async read(entity: EntityType, id: string): Promise<Reading<EspoItem>> {
    const answer = await this.#client.send({ method: 'GET', path: `${entity.type}/${encodeURIComponent(id)}` });
    if (answer.status === 404) return { kind: 'gone' };
    if (answer.status === 403) return { kind: 'forbidden' };
    if (answer.status !== 200) return { kind: 'unknown', error: problem(answer) };
    const record = v.safeParse(EspoRecord, answer.body);
    if (!record.success) return { kind: 'unknown', error: new SyncError('espo.unreadable', entity.type) };
    if (record.output.deleted) return { kind: 'gone' };
    const shown = await this.#asShown(entity, answer.body);
    return { kind: 'value', item: toItem(record.output, shown, this.me, false) };
  }

  /** Who is linked to it (in lists that costs eight times as much, espo.md 9: only where it is to be written), and how it stands by then. */
  async linked(entity: EntityType, id: string): Promise<{ linked: Linked; item: EspoItem }> {
    const answer = await this.#client.send({ method: 'GET', path: `${entity.type}/${encodeURIComponent(id)}` });
    if (answer.status !== 200) throw problem(answer);
    const record = parse(EspoRecord, answer.body, entity.type);
    const statuses: Record<string, string> = {};
    for (const columns of [record.usersColumns, record.contactsColumns, record.leadsColumns])
      if (columns && !Array.isArray(columns))
        for (const [id, column] of Object.entries(columns)) statuses[id] = column?.status ?? '';
    return {
      linked: {
        users: record.usersIds ?? [],
        contacts: record.contactsIds ?? [],
        leads: record.leadsIds ?? [],
        statuses,
      },
      item: toItem(record, await this.#asShown(entity, answer.body), this.me, false),
    };
  }

  async count(entity: EntityType, where: Query['where']): Promise<number> {
    const answer = await this.#client.send({
      method: 'GET',
      path: listPath(entity.type, { where, maxSize: 0, select: ['id'] }),
    });
    if (answer.status !== 200) throw await this.#problem(answer);
    const { total } = parse(EspoList, answer.body, 'count');
    // The administrator has switched counting off for this entity: -1 or -2 (espo.md 5).
    return total < 0 ? (await this.all(entity, where, true)).length : total;
  }

  /** All rows of a condition, page by page. */
  async all(entity: EntityType, where: Query['where'], areMine: boolean): Promise<EspoItem[]> {
    const items: EspoItem[] = [];
    let last = '';
    for (let pages = 0; ; pages += 1) {
      if (pages > MOST_PAGES) throw new SyncError('espo.unreadable', `${entity.type} list without an end`);
      const more = last === '' ? [] : [{ type: 'greaterThan', attribute: 'id', value: last }];
      const page = await this.list(
        entity,
        { where: [...where, ...more], maxSize: this.pageSize, orderBy: 'id' },
        areMine,
      );
      items.push(...page.items);
      last = items.at(-1)?.id ?? '';
      if (!page.more || page.items.length === 0) return items;
    }
  }

  byIds(entity: EntityType, ids: readonly string[]): Promise<EspoItem[]> {
    return this.all(
      entity,
      [ids.length === 1 ? equals('id', ids[0] as string) : { type: 'in', attribute: 'id', value: ids }],
      false,
    );
  }
}
