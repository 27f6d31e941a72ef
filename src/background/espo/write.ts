/** Writes records, several at once, each looked at before. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { holdsWritten } from '../sync/decide/written';
import { type EspoItem, espoRef, splitEspoRef } from '../sync/model/item';
import { parseAttendees } from '../sync/model/people';
import type { CreateIntent, Intent, RemoveIntent, Settled, UpdateIntent, WriteResult } from '../sync/model/port';
import {
  type AttendeeWrite,
  attendeeWrite,
  type Linked,
  NOBODY,
  type Ours,
  STATUS_OF,
  withOwnResponse,
} from './attendees';
import { BrokenCreates, type Tried } from './broken-creates';
import { type EspoAnswer, type EspoClient, type EspoRequest, problem } from './client';
import type { EntityType } from './entity-type';
import { toAttributes, toItem } from './mapping';
import { keyAttribute, newRecord, parentAttributes } from './new-record';
import type { Parents } from './parents';
import { isOfPart } from './part';
import { KINDS, type People } from './people';
import type { Records } from './records';
import { isModified, refusal } from './refusal';
import { isAsExpected, isParentTaken, isWorkedOn } from './reread';
import { type Saved, save, written } from './save';
import { EspoRecord } from './schema';

/** Records re-read in one request before they are written, and written at once (DESIGN rule 8). */
const FOUR = 4;

export interface WriterOptions {
  client: EspoClient;
  records: Records;
  people: People;
  parents: Parents;
  me: string;
  /** New records belong to this team; '' for none. */
  teamId: string;
  /** By entity and field, what the user has chosen for those that are required. */
  defaults: Readonly<Record<string, Record<string, string>>>;
  /** Throws where the user has no access to it any more. */
  entity(type: string): EntityType;
  /** What the parent of such a record may be; nothing where the user has no access to it any more. */
  parentTypes(type: string): readonly string[];
  recover(intents: readonly CreateIntent[]): Promise<(EspoItem[] | undefined)[]>;
  /** The definitions or rights are not as they were read. */
  changed(): Promise<void>;
}

/** Records as they are right before they are written, and kinds of records that did not answer. */
interface Reread {
  items: Map<string, EspoItem>;
  failed: Map<string, SyncError>;
}

const NOTHING_DONE: readonly string[] = ['espo.signInNeeded', 'espo.noSession', 'espo.otherUser', 'espo.maintenance'];
const NO_CHANGE: AttendeeWrite = { attributes: {}, added: [], addresses: {}, unknown: [], unsure: false };

/** The conditional writes of the EspoCRM side. */
export class Writer {
  readonly #o: WriterOptions;
  readonly #broken: BrokenCreates;

  constructor(options: WriterOptions) {
    this.#o = options;
    this.#broken = new BrokenCreates(options.recover);
  }

  async *write(intents: readonly Intent[]): AsyncIterable<Settled<EspoItem>[]> {
    await this.#learnPeople(intents);
    for (let at = 0; at < intents.length; at += FOUR) {
      const part = intents.slice(at, at + FOUR);
      let current: Reread;
      try {
        current = await this.#reread(part);
      } catch (error) {
        const failed =
          error instanceof SyncError ? error : new SyncError('espo.unreachable', undefined, { cause: error });
        yield part.map(({ key }) => ({ key, result: { kind: 'failed', error: failed } }));
        return;
      }
      const tried = await Promise.all(
        part.map(async (intent) => ({ intent, result: await this.#one(intent, current) })),
      );
      yield this.#broken.settled(tried);
    }
  }

  /** Whom the addresses of all these writes belong to, in few requests. */
  async #learnPeople(intents: readonly Intent[]): Promise<void> {
    const addresses = intents.flatMap((intent) =>
      intent.op === 'remove' ? [] : parseAttendees(intent.fields.attendees ?? '').map((p) => p.address),
    );
    const asked = intents.flatMap((intent) =>
      intent.op === 'create' && intent.parentBy
        ? { hints: intent.parentBy, types: this.#o.parentTypes(intent.feed) }
        : [],
    );
    addresses.push(...asked.flatMap(({ hints }) => hints.people));
    if (addresses.length > 0) await this.#o.people.learn(addresses);
    if (asked.length > 0) await this.#o.parents.learn(asked);
  }

  /** One re-read by id before each wave of four: the gap that remains is one round trip (docs/limits.md). */
  async #reread(intents: readonly Intent[]): Promise<Reread> {
    const byType = new Map<string, string[]>();
    for (const intent of intents) {
      if (intent.op === 'create') continue;
      const { type, id } = splitEspoRef(intent.ref);
      byType.set(type, [...(byType.get(type) ?? []), id]);
    }
    const { records, entity, client } = this.#o;
    const reread: Reread = { items: new Map(), failed: new Map() };
    await Promise.all(
      [...byType].map(async ([type, ids]) => {
        try {
          for (const item of await records.byIds(entity(type), ids))
            reread.items.set(espoRef(item.type, item.id), item);
        } catch (error) {
          // One kind of record that does not answer stops none of the others.
          if (!(error instanceof SyncError) || !(await isOfPart(client, error))) throw error;
          reread.failed.set(type, error);
        }
      }),
    );
    return reread;
  }

  async #one(intent: Intent, { items, failed }: Reread): Promise<Tried> {
    try {
      if (intent.op === 'create') return await this.#create(intent);
      const error = failed.get(splitEspoRef(intent.ref).type);
      if (error) return { kind: 'failed', error };
      const now = items.get(intent.ref);
      if (!now || !isAsExpected(now, intent)) return await this.#stale(intent);
      if (intent.op === 'update' && isWorkedOn(intent, now)) return { kind: 'stale', current: now };
      if (now.locked) return { kind: 'refused', reason: 'locked', detail: '' };
      return intent.op === 'update' ? await this.#update(intent, now) : await this.#remove(intent);
    } catch (error) {
      const known = error instanceof SyncError ? error : new SyncError('bug', String(error), { cause: error });
      // A sign-in that is refused and a request that never left changed nothing; after that nobody knows.
      return { kind: NOTHING_DONE.includes(known.code) ? 'failed' : 'lost', error: known };
    }
  }

  async #create(intent: CreateIntent): Promise<Tried> {
    const entity = this.#o.entity(intent.feed);
    const found = intent.parentBy && this.#o.parents.of(intent.parentBy, entity.parents);
    const parent = intent.parent ?? found;
    const body = newRecord(intent, entity, { ...this.#o, parent, defaults: this.#o.defaults[entity.type] ?? {} });
    const people = this.#attendees(intent, entity, NOBODY, {});
    const saved = await this.#save({ method: 'POST', path: entity.type }, body, people, entity);
    const { answer } = saved;
    if (answer.status === 500) return { kind: 'broke', error: problem(answer) };
    return as(saved, await this.#outcome(intent, entity, answer));
  }

  async #update(intent: UpdateIntent, now: EspoItem): Promise<WriteResult<EspoItem>> {
    const { type, id } = splitEspoRef(intent.ref);
    const { records, client, me } = this.#o;
    const entity = this.#o.entity(type);
    // Somebody has chosen another one meanwhile: theirs stands.
    const parent = isParentTaken(intent, now) ? undefined : intent.parent;
    const body = { ...toAttributes(intent.fields, entity), ...parentAttributes({ parent }) };
    const key = keyAttribute(entity, intent.meetingKey ?? '');
    // Another occurrence's by now, or cut by a field that was shorter.
    if (Object.keys(body).length > 0 && now.key !== '' && Object.values(key).some((text) => text !== now.key))
      Object.assign(body, key);
    // Only an undo asks for it, and what was tentative and is certain: nothing else takes a record's status back.
    if (intent.fields.status === 'planned' && entity.planned) body['status'] = entity.planned;
    const { attendeesAdded: added = [], attendeeAddresses: addresses = {} } = intent;
    let people: AttendeeWrite = { ...NO_CHANGE, added, addresses };
    let own = entity.responses ? (intent.fields.response ?? '') : '';
    if (entity.attendeeLinks.length > 0 && (intent.fields.attendees !== undefined || own !== '')) {
      const { linked, item } = await records.linked(entity, id);
      // It was read once more: somebody wrote it since the first time.
      if (!isAsExpected(item, intent)) return { kind: 'stale', current: item };
      if (intent.fields.attendees !== undefined) people = this.#attendees(intent, entity, linked, intent);
      if (linked.statuses[me] === STATUS_OF[own as keyof typeof STATUS_OF]) own = '';
    }
    if (own !== '') {
      // The user's own response needs no right to edit, and moves no modifiedAt (espo.md 11).
      if (Object.keys(body).length + Object.keys(people.attributes).length === 0) {
        const status = STATUS_OF[own as keyof typeof STATUS_OF];
        const answer = await client.send({
          method: 'POST',
          path: `${type}/action/setAcceptanceStatus`,
          body: { id, status },
        });
        // 403: not among its users any more, so there is no response to keep.
        return answer.status === 200 || answer.status === 403
          ? { kind: 'ok', item: now }
          : this.#outcome(intent, entity, answer);
      }
      people = withOwnResponse(people, me, own as keyof typeof STATUS_OF);
    }
    // The entity has no attribute for it: an empty PUT would only move modifiedAt.
    if (Object.keys(body).length + Object.keys(people.attributes).length === 0)
      return { kind: 'ok', item: now, attendees: written(people, KINDS) };
    // 10.0 wipes the dates of an all-day record whose flag is not sent along (espo-versions.md 1.1).
    if (entity.allDay && intent.fields.when === undefined && now.event.when.kind === 'allDay') body['isAllDay'] = true;
    const headers: Record<string, string> =
      now.versionNumber === undefined ? {} : { 'X-Version-Number': String(now.versionNumber) };
    const request = { method: 'PUT', path: `${type}/${encodeURIComponent(id)}`, headers } as const;
    const saved = await this.#save(request, body, people, entity);
    const { answer } = saved;
    if (answer.status === 500) {
      // The server broke: before or after it stored the change?
      const there = await this.#stale(intent);
      if (there.kind === 'stale' && there.current && holdsWritten(intent, there.current)) return there;
    }
    const result = as(saved, await this.#outcome(intent, entity, answer));
    return result.kind === 'ok' && parent ? { ...result, overwrote: { parent: now.parent ?? '' } } : result;
  }

  #attendees(intent: CreateIntent | UpdateIntent, entity: EntityType, linked: Linked, ours: Ours): AttendeeWrite {
    if (entity.attendeeLinks.length === 0) return NO_CHANGE;
    const unknown: string[] = [];
    const persons = parseAttendees(intent.fields.attendees ?? '');
    const unsure = persons.some(({ address }) => this.#o.people.unsure(address));
    const people = persons.flatMap((person) => {
      if (this.#o.people.unsure(person.address)) return [];
      const known = this.#o.people.of(person.address, KINDS);
      if (!known) {
        unknown.push(person.address);
        return [];
      }
      const keeps = intent.op === 'update' && intent.keepsResponses === true;
      const said = !['', 'None'].includes(linked.statuses[known.id] ?? '');
      const silent = !entity.responses || (keeps && said);
      return [{ person: silent ? { ...person, response: '' as const } : person, known }];
    });
    const write = attendeeWrite(people, linked, ours, entity.attendeeLinks, { unknown, unsure });
    const own = intent.op === 'create' && entity.responses ? (intent.fields.response ?? '') : '';
    return withOwnResponse(write, this.#o.me, own as keyof typeof STATUS_OF | '', true);
  }

  /** What was left out, the definitions did not say: they have changed. */
  async #save(
    request: EspoRequest,
    body: Record<string, unknown>,
    people: AttendeeWrite,
    entity: EntityType,
  ): Promise<Saved> {
    const saved = await save(this.#o.client, request, body, people, entity);
    if (saved.leftOut.length > 0) await this.#o.changed();
    return saved;
  }

  async #remove(intent: RemoveIntent): Promise<WriteResult<EspoItem>> {
    const { type, id } = splitEspoRef(intent.ref);
    const answer = await this.#o.client.send({ method: 'DELETE', path: `${type}/${encodeURIComponent(id)}` });
    if (answer.status === 200 || answer.status === 404) return { kind: 'removed' };
    return this.#outcome(intent, this.#o.entity(type), answer);
  }

  async #outcome(intent: Intent, entity: EntityType, answer: EspoAnswer): Promise<WriteResult<EspoItem>> {
    const { status } = answer;
    if (status === 200 || status === 201) {
      const record = v.safeParse(EspoRecord, answer.body);
      if (!record.success) return { kind: 'lost', error: new SyncError('espo.unreadable', entity.type) };
      return { kind: 'ok', item: toItem(record.output, entity, this.#o.me, intent.op === 'create') };
    }
    if (intent.op !== 'create' && (status === 404 || isModified(answer))) return this.#stale(intent);
    // A server or a proxy that takes no such request (405, 414): it was not done.
    if (status >= 400 && status < 500 && status !== 401 && status !== 429)
      return { kind: 'refused', ...refusal(answer) };
    if (status === 500) return { kind: 'refused', reason: 'brokeDown', detail: '500' };
    return { kind: 'lost', error: problem(answer) };
  }

  async #stale(intent: UpdateIntent | RemoveIntent): Promise<WriteResult<EspoItem>> {
    const { type, id } = splitEspoRef(intent.ref);
    const now = await this.#o.records.read(this.#o.entity(type), id);
    if (now.kind === 'value') return { kind: 'stale', current: now.item };
    if (now.kind === 'unknown') return { kind: 'failed', error: now.error };
    // What was wanted, whoever did it.
    if (now.kind === 'gone' && intent.op === 'remove') return { kind: 'removed' };
    return { kind: 'stale', current: undefined };
  }
}

const as = ({ attendees, leftOut }: Saved, result: WriteResult<EspoItem>): WriteResult<EspoItem> =>
  result.kind === 'ok' ? { ...result, attendees, ...(leftOut.length > 0 ? { leftOut } : {}) } : result;
