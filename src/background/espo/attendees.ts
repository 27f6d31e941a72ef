/** Who takes part in a record: what is linked now and ours make the links that are written. */
import type { Person } from '../sync/model/people';
import type { UpdateIntent } from '../sync/model/port';
import type { Kind, Known } from './people';

/** Who is linked to a record now. */
export interface Linked {
  users: string[];
  contacts: string[];
  leads: string[];
  /** Acceptance status by id. */
  statuses: Record<string, string>;
}
export const NOBODY: Linked = { users: [], contacts: [], leads: [], statuses: {} };

type LinkName = 'users' | 'contacts' | 'leads';
const LINK_OF: Record<Kind, LinkName> = { User: 'users', Contact: 'contacts', Lead: 'leads' };

/** The acceptance statuses that all versions know; what is not said stays as it is (espo.md 4). */
export const STATUS_OF: Record<Exclude<Person['response'], ''>, string> = {
  accepted: 'Accepted',
  tentative: 'Tentative',
  declined: 'Declined',
};

/** Whom a link has added, and by which addresses. */
export type Ours = Pick<UpdateIntent, 'attendeesAdded' | 'attendeeAddresses'>;

export interface AttendeeWrite {
  /** Attributes of a POST or PUT; empty where nothing changes. */
  attributes: Record<string, unknown>;
  /** `<Kind>/<id>` of those that this link has added and may take out again. */
  added: string[];
  /** Their addresses, by ref. */
  addresses: Record<string, string>;
  /** Addresses that belong to nobody. */
  unknown: string[];
  /** Somebody could not be looked up. */
  unsure: boolean;
}

/**
 * Current plus ours: each set is replaced as a whole, so that whoever is left out would be thrown out, a colleague from their own
 * meeting even (espo.md 11). Only ids that this link added are ever taken out.
 */
export function attendeeWrite(
  people: readonly { person: Person; known: Known }[],
  now: Linked,
  { attendeesAdded = [], attendeeAddresses = {} }: Ours,
  links: readonly string[],
  { unknown, unsure }: Pick<AttendeeWrite, 'unknown' | 'unsure'> = { unknown: [], unsure: false },
): AttendeeWrite {
  // Who is in the event and found no more by that address, changed in EspoCRM or hidden by rights, has not left it.
  const ours = Object.entries(only(attendeeAddresses, attendeesAdded));
  const nobodys = new Set(unknown);
  const hidden = new Map(ours.filter(([, address]) => nobodys.has(address)));
  const attributes: Record<string, unknown> = {};
  const added: string[] = [];
  const found = people.map((p) => [`${p.known.kind}/${p.known.id}`, p.person.address]);
  const addresses = { ...attendeeAddresses, ...Object.fromEntries(found) };
  for (const [kind, name] of Object.entries(LINK_OF) as [Kind, LinkName][]) {
    if (!links.includes(name)) continue;
    const wanted = new Map(people.filter((p) => p.known.kind === kind).map((p) => [p.known.id, p.person.response]));
    const before = new Set(attendeesAdded.filter((a) => a.startsWith(`${kind}/`)).map((a) => a.slice(kind.length + 1)));
    const there = new Set(now[name]);
    // One of them may be whoever could not be looked up.
    const stays = (id: string): boolean => unsure || hidden.has(`${kind}/${id}`);
    const kept = now[name].filter((id) => !before.has(id) || wanted.has(id) || stays(id));
    const fresh = [...wanted.keys()].filter((id) => !there.has(id));
    if (fresh.length > 0 || kept.length < now[name].length) attributes[`${name}Ids`] = [...kept, ...fresh];
    const columns = Object.fromEntries(
      [...wanted].flatMap(([id, response]) =>
        response === '' || now.statuses[id] === STATUS_OF[response] ? [] : [[id, { status: STATUS_OF[response] }]],
      ),
    );
    if (Object.keys(columns).length > 0) attributes[`${name}Columns`] = columns;
    for (const id of new Set([...[...before].filter(stays), ...wanted.keys()]))
      if (before.has(id) || !there.has(id)) added.push(`${kind}/${id}`);
  }
  for (const address of hidden.values()) nobodys.delete(address);
  const strangers = unknown.filter((address) => nobodys.has(address));
  return { attributes, added, addresses, unknown: strangers, unsure };
}

/** The user's own response beside the others', in the same write. In a new record the user has to be named to have one. */
export function withOwnResponse(
  write: AttendeeWrite,
  me: string,
  response: Person['response'],
  isNew = false,
): AttendeeWrite {
  if (response === '') return write;
  const ids = isNew ? { usersIds: [me, ...((write.attributes['usersIds'] as string[] | undefined) ?? [])] } : {};
  const columns = (write.attributes['usersColumns'] ?? {}) as Record<string, unknown>;
  return {
    ...write,
    attributes: { ...write.attributes, ...ids, usersColumns: { ...columns, [me]: { status: STATUS_OF[response] } } },
  };
}

/** Whom a link of that name is with. */
export const kindOf = (link: string): Kind | undefined =>
  (Object.keys(LINK_OF) as Kind[]).find((kind) => LINK_OF[kind] === link);

/** The addresses of these. */
export function only(addresses: Record<string, string>, refs: readonly string[]): Record<string, string> {
  const wanted = new Set(refs);
  return Object.fromEntries(Object.entries(addresses).filter(([ref]) => wanted.has(ref)));
}

/** The attributes of these kinds only. */
export function onlyKinds(attributes: Record<string, unknown>, kinds: readonly Kind[]): Record<string, unknown> {
  const names = kinds.map((kind) => LINK_OF[kind]);
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => names.some((name) => key.startsWith(name))));
}
