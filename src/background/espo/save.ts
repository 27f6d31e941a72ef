/** One write of a record, without what EspoCRM does not take. */
import type { AttendeesWritten, FieldLeftOut } from '../sync/model/port';
import { type AttendeeWrite, kindOf, only, onlyKinds } from './attendees';
import type { EspoAnswer, EspoClient, EspoRequest } from './client';
import type { EntityType } from './entity-type';
import { attributesNamed, fieldNamed } from './mapping';
import { KINDS, type Kind } from './people';
import { refusal, refusedField, refusedForeign } from './refusal';

/** A record as it was sent in the end. */
export interface Saved {
  answer: EspoAnswer;
  attendees: AttendeesWritten;
  leftOut: FieldLeftOut[];
}

/** Without these a new record is none. */
const NEEDED = ['name', 'assignedUserId', 'assignedUsersIds', 'dateStart', 'dateStartDate'];
/** Sent along because of others, or of no consequence. */
const COMPANIONS = ['isAllDay', 'reminders'];
const TEAMS = 'teamsIds';
const PARENT = ['parentType', 'parentId'];

/**
 * One thing that EspoCRM does not take must not fail the whole save (rule 6): it is sent again without users, then without anybody, when
 * people may not be linked (espo.md 4), and without each field that a refusal names, one at a time (espo.md 8).
 */
export async function save(
  client: EspoClient,
  request: EspoRequest,
  body: Record<string, unknown>,
  people: AttendeeWrite,
  entity: EntityType,
): Promise<Saved> {
  const leftOut: FieldLeftOut[] = [];
  let kinds: readonly Kind[] = KINDS;
  let rest = body;
  for (;;) {
    const attributes = onlyKinds(people.attributes, kinds);
    const answer = await client.send({ ...request, body: { ...rest, ...attributes } });
    const linked = Object.keys(attributes).length > 0;
    if (answer.status === 403 && 'parentId' in rest && refusedForeign(answer) === rest['parentType']) {
      leftOut.push({ field: '', detail: refusal(answer).detail });
      rest = without(rest, PARENT);
      continue;
    }
    if (answer.status === 403 && linked) {
      kinds = kinds.includes('User') ? kinds.slice(1) : [];
      continue;
    }
    const named = answer.status === 400 ? refusedField(answer) : '';
    const kind = kindOf(named);
    if (kind && Object.keys(onlyKinds(attributes, [kind])).length > 0) {
      kinds = kinds.filter((one) => one !== kind);
      continue;
    }
    // The team was deleted, or is not the user's any more, or the parent may not be read: the record stands without them.
    const closed = answer.status === 403 ? [TEAMS, ...PARENT] : attributesNamed(named, entity);
    const less = without(rest, closed);
    const goes = less !== rest && (request.method === 'POST' ? isWhole(less, body) : linked || saysSomething(less));
    if (!goes) return { answer, attendees: written(people, kinds), leftOut };
    rest = less;
    leftOut.push({ field: fieldNamed(named, entity) ?? '', detail: refusal(answer).detail });
  }
}

function without(body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  if (!names.some((name) => name in body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

const isWhole = (less: Record<string, unknown>, body: Record<string, unknown>): boolean =>
  NEEDED.every((name) => name in less || !(name in body));
const saysSomething = (body: Record<string, unknown>): boolean =>
  Object.keys(body).some((name) => !COMPANIONS.includes(name));

/** What became of those who take part, where people of these kinds were written. */
export function written(people: AttendeeWrite, kinds: readonly Kind[]): AttendeesWritten {
  const isTaken = (ref: string): boolean => kinds.some((kind) => ref.startsWith(`${kind}/`));
  const added = people.added.filter(isTaken);
  const leftOut = people.added.filter((ref) => !isTaken(ref)).map((ref) => people.addresses[ref] ?? ref);
  return { added, addresses: only(people.addresses, added), leftOut, unknown: people.unknown, unsure: people.unsure };
}
