/** Reads records by conditions, page by page, and by id. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { parseOne } from '../net/parse-one';
import { type EspoItem, espoRef } from '../sync/model/item';
import type { Reading, Unreadable } from '../sync/model/port';
import { assignedAttribute } from './assigned';
import type { Linked } from './attendees';
import { type EspoAnswer, type EspoClient, problem } from './client';
import { parseEspoTime } from './dates';
import { goOnTo } from './endless';
import type { EntityType } from './entity-type';
import { toItem } from './mapping';
import { withoutMissing } from './missing-fields';
import { equals, listPath, type Query, selected, startOfType } from './query';
import { contentOf } from './record-content';
import { EspoId, EspoList, EspoRecord, parse } from './schema';

/** Lists cut texts at exactly this many characters, without a mark, on all versions (espo-versions.md 1.2). */
const CUT_AT = 10_000;

/** What a page goes on behind, and what is known of a row that says something strange. */
const Named = v.looseObject({
  id: EspoId,
  modifiedAt: v.fallback(v.nullish(v.string(), ''), ''),
});

interface Page {
  /** All rows, whether or not the rest of them can be read: one of the last says where the next page begins. */
  rows: { id: string; modifiedAt: string }[];
  more: boolean;
}

/** One page of records. */
export interface Listed extends Page {
  items: EspoItem[];
  /** There, and not to be read. */
  unreadable: Unreadable<EspoItem>[];
}

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
    const unsaid = await this.#unsaid(entity, row);
    if (unsaid) throw unsaid;
    const shown = withoutMissing(entity, row);
    if (shown !== entity) await this.#changed(shown);
    return shown;
  }

  /** Whose it is, a record does not say any more: the definitions are others by now, and nobody was reassigned by that. */
  async #unsaid({ type, assigned }: EntityType, row: unknown): Promise<SyncError | undefined> {
    const attribute = assignedAttribute(assigned);
    if (typeof row === 'object' && row !== null && attribute in row) return undefined;
    await this.#changed();
    return new SyncError('espo.unreadable', `${type} ${attribute}`);
  }

  /** A condition that is refused names what was there when the definitions were read. */
  async #problem(answer: EspoAnswer): Promise<SyncError> {
    if (answer.status === 400) await this.#changed();
    return problem(answer);
  }

  serverNow = (): number => this.#now() + this.#client.skew;

  /** One page. `areMine`: the condition itself says that all of them are. */
  async list(entity: EntityType, query: Query, areMine: boolean): Promise<Listed> {
    const { list, rows, more } = await this.#page(entity, query, selected(entity));
    const shown = list.length === 0 ? entity : await this.#asShown(entity, list[0]);
    const page: Listed = { items: [], unreadable: [], rows, more };
    await Promise.all(
      list.map(async (row, i) => {
        const named = v.safeParse(Named, row);
        const { value, problem: wrong } = parseOne(EspoRecord, row);
        // One record that nobody can read must not stop the others, nor be forgotten.
        if (value && wrong === '') await this.#whole(shown, value, areMine, page, i);
        else if (named.success) page.unreadable.push(this.#unreadable(shown, named.output, wrong, value, areMine));
      }),
    );
    return { ...page, items: page.items.filter((item) => item !== undefined) };
  }

  async #page(entity: EntityType, query: Query, select: string[]): Promise<Page & { list: unknown[] }> {
    const path = listPath(entity.type, { ...query, select });
    const answer = await this.#client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
    if (answer.status !== 200) throw await this.#problem(answer);
    const { total, list } = parse(EspoList, answer.body, `${entity.type} list`);
    const more = total === -2 ? false : total === -1 || list.length === query.maxSize;
    const rows = list.flatMap((row) => {
      const named = v.safeParse(Named, row);
      return named.success ? [named.output] : [];
    });
    // Nothing says where the next page begins.
    if (more && rows.length === 0) throw new SyncError('espo.unreadable', `${entity.type} list`);
    return { list, rows, more };
  }

  /** Into its place on the page; what is gone meanwhile leaves it empty. */
  async #whole(entity: EntityType, record: EspoRecord, areMine: boolean, page: Listed, at: number): Promise<void> {
    if (record.description.length < CUT_AT) {
      page.items[at] = toItem(record, entity, this.me, areMine);
      return;
    }
    const reading = await this.read(entity, record.id);
    if (reading.kind === 'value') page.items[at] = { ...reading.item, mine: reading.item.mine || areMine };
    // Left out here, it would be passed over for good: the position moves on behind this page.
    else if (reading.kind === 'unknown')
      page.unreadable.push(this.#unreadable(entity, record, `description: ${reading.error.message}`, record, areMine));
  }

  #unreadable(
    entity: EntityType,
    row: { id: string; name?: unknown; [attribute: string]: unknown },
    wrong: string,
    record: EspoRecord | undefined,
    areMine: boolean,
  ): Unreadable<EspoItem> {
    const item = record && toItem(record, entity, this.me, areMine);
    const { id, name } = row;
    const time = row[startOfType(entity.type).time];
    const start = typeof time === 'string' ? parseEspoTime(time) : undefined;
    return {
      ref: espoRef(entity.type, id),
      problem: wrong,
      start: start ?? -1,
      title: typeof name === 'string' ? name : '',
      item,
    };
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
    const unsaid = await this.#unsaid(entity, answer.body);
    if (unsaid) return { kind: 'unknown', error: unsaid };
    const shown = await this.#asShown(entity, answer.body);
    return {
      kind: 'value',
      item: toItem(record.output, shown, this.me, false),
      content: contentOf(record.output, shown),
    };
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
    const total = await this.total(entity, where);
    if (total !== undefined) return total;
    return (await this.ids(entity, where)).length;
  }

  /** As the server counts them; undefined where the administrator has switched counting off for this entity: -1 or -2 (espo.md 5). */
  async total(entity: EntityType, where: Query['where']): Promise<number | undefined> {
    const answer = await this.#client.send({
      method: 'GET',
      path: listPath(entity.type, { where, maxSize: 0, select: ['id'] }),
    });
    if (answer.status !== 200) throw await this.#problem(answer);
    const { total } = parse(EspoList, answer.body, 'count');
    return total >= 0 ? total : undefined;
  }

  async all(entity: EntityType, where: Query['where'], areMine: boolean): Promise<EspoItem[]> {
    return (await this.whole(entity, where, areMine)).items;
  }

  /** All rows of a condition, page by page. */
  async whole(
    entity: EntityType,
    where: Query['where'],
    areMine: boolean,
  ): Promise<Pick<Listed, 'items' | 'unreadable'>> {
    const pages = await this.#pages(entity, where, (query) => this.list(entity, query, areMine));
    return { items: pages.flatMap(({ items }) => items), unreadable: pages.flatMap(({ unreadable }) => unreadable) };
  }

  /** Which records meet a condition, whether or not they can be read: none of their texts is asked for. */
  async ids(entity: EntityType, where: Query['where']): Promise<string[]> {
    const pages = await this.#pages(entity, where, async (query) => {
      const page = await this.#page(entity, query, ['id', assignedAttribute(entity.assigned)]);
      const unsaid = page.list.length > 0 && (await this.#unsaid(entity, page.list[0]));
      if (unsaid) throw unsaid;
      return page;
    });
    return pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  }

  async #pages<P extends Page>(
    { type }: EntityType,
    where: Query['where'],
    read: (query: Query) => Promise<P>,
  ): Promise<P[]> {
    const pages: P[] = [];
    let last = '';
    for (;;) {
      goOnTo(pages.length, type);
      const more = last === '' ? [] : [{ type: 'greaterThan', attribute: 'id', value: last }];
      const page = await read({ where: [...where, ...more], maxSize: this.pageSize, orderBy: 'id' });
      pages.push(page);
      const next = page.rows.at(-1)?.id ?? '';
      if (!page.more || next === last) return pages;
      last = next;
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
