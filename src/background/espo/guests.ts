/** Who takes part in records, with the addresses by which they can be invited. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { GuestFound, GuestsAsked } from '../sync/model/directory';
import { kindOf } from './attendees';
import { type EspoClient, problem } from './client';
import type { EntityType } from './entity-type';
import { isOfPart } from './part';
import { KINDS, type Kind, type People } from './people';
import { isIn, listPath } from './query';
import { EspoList, EspoRecord, parse } from './schema';

export interface GuestsOptions {
  client: EspoClient;
  people: People;
  pageSize: number;
  entity(type: string): EntityType | undefined;
}

interface Linked {
  kind: Kind;
  id: string;
  /** As the record calls them. */
  name: string;
}

/** Ids asked for in one request (espo.md 5). */
const TOGETHER = 60;

const text = v.nullish(v.string(), '');
const Row = v.looseObject({ id: v.string(), name: text, emailAddress: text });
const Names = v.fallback(v.record(v.string(), v.nullish(v.string(), '')), {});

/** Each record is read by itself, because lists do not say who takes part (espo.md 9); whoever is in one of them is looked up once. */
export async function guestsOf(
  options: GuestsOptions,
  asked: readonly GuestsAsked[],
): Promise<(GuestFound[] | undefined)[]> {
  const linked = await Promise.all(asked.map(({ record }) => linkedTo(options, record)));
  const found = new Map<Kind, Map<string, { name: string; address: string }> | undefined>();
  for (const kind of KINDS) {
    const ids = linked.flatMap((all) => (all ?? []).flatMap((one) => (one.kind === kind ? [one.id] : [])));
    found.set(kind, await addressesOf(options, kind, [...new Set(ids)]));
  }
  await options.people.learn(asked.flatMap(({ used }) => used));
  return linked.map((all, i) => {
    if (!all || all.some(({ kind }) => found.get(kind) === undefined)) return undefined;
    const used = new Set(asked[i]?.used);
    const theirs = new Map<string, string>();
    for (const address of used)
      for (const kind of KINDS) {
        const ref = `${kind}/${options.people.of(address, [kind])?.id ?? ''}`;
        if (!theirs.has(ref)) theirs.set(ref, address);
      }
    return all.map(({ kind, id, name }) => {
      const ref = `${kind}/${id}`;
      const known = found.get(kind)?.get(id);
      const address = used.has(known?.address ?? '') ? undefined : theirs.get(ref);
      return { ref, name: known?.name || name, address: address ?? known?.address ?? '' };
    });
  });
}

/** undefined where nobody can say: it is asked again later. */
async function linkedTo({ client, entity }: GuestsOptions, { type, id }: GuestsAsked['record']) {
  const links = entity(type)?.attendeeLinks;
  if (!links) return undefined;
  try {
    const answer = await client.send({ method: 'GET', path: `${type}/${encodeURIComponent(id)}` });
    // Gone, or closed to the user: that is found out elsewhere.
    if (answer.status === 404 || answer.status === 403) return undefined;
    if (answer.status !== 200) throw problem(answer);
    const record = parse(EspoRecord, answer.body, type);
    return links.flatMap((link): Linked[] => {
      const kind = kindOf(link);
      const ids = v.parse(v.fallback(v.nullish(v.array(v.string()), []), []), record[`${link}Ids`]);
      const names = v.parse(Names, record[`${link}Names`]);
      return kind ? (ids ?? []).map((one) => ({ kind, id: one, name: names[one] ?? '' })) : [];
    });
  } catch (error) {
    if (!(error instanceof SyncError) || !(await isOfPart(client, error))) throw error;
    return undefined;
  }
}

/** Whom the user may not read has no address; undefined while the kind cannot be asked. */
async function addressesOf({ client, pageSize }: GuestsOptions, kind: Kind, ids: readonly string[]) {
  const known = new Map<string, { name: string; address: string }>();
  const together = Math.min(TOGETHER, pageSize);
  for (let at = 0; at < ids.length; at += together) {
    const part = ids.slice(at, at + together);
    const query = { where: [isIn('id', part)], select: ['id', 'name', 'emailAddress'], maxSize: together };
    try {
      const path = listPath(kind, query);
      const answer = await client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
      if (answer.status === 403) return known;
      if (answer.status !== 200) throw problem(answer);
      for (const one of parse(EspoList, answer.body, `${kind} list`).list) {
        const row = v.safeParse(Row, one);
        if (!row.success) continue;
        const { id, name, emailAddress } = row.output;
        known.set(id, { name: name.trim(), address: emailAddress.trim().toLowerCase() });
      }
    } catch (error) {
      if (!(error instanceof SyncError) || !(await isOfPart(client, error))) throw error;
      return undefined;
    }
  }
  return known;
}
