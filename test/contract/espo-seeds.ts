import type { EspoServer, Row } from '../sandbox/espo/server.ts';
import type { Names } from './espo-compare.ts';
import { type Exchange, header, login, target } from './espo-recordings.ts';

const ID = /^[0-9a-f]{17}$/;

/** A record whose creation was not recorded, as the first answer that shows it. */
export interface Seed {
  entity: string;
  id: string;
  /** Milliseconds: when it came to be. */
  since: number;
  shown: Record<string, unknown>;
  seen: number;
  /** Number of the first exchange that knows it. */
  index: number;
  by: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> & { id: string } =>
  typeof value === 'object' && value !== null && ID.test(String((value as { id?: unknown }).id));

/** Ids of the server's own making hold the second of it; others were put into the database by hand. */
const madeAt = (id: string, near: number): number | undefined => {
  const time = Number.parseInt(id.slice(0, 8), 16) * 1000;
  return Math.abs(time - near) < 86_400_000 ? time : undefined;
};

/** Rows that the recordings show but never create: to be put in when the clock reaches them. */
export function seedsOf(exchanges: Exchange[]): Seed[] {
  const made = new Set<string>();
  const seeds = new Map<string, Seed>();
  for (const [index, exchange] of exchanges.entries()) {
    const { request, response } = exchange;
    const { entity: controller, id, rest } = target(request.path);
    const acted = controller === 'Action';
    const entity = acted ? String((request.body as { entityType?: unknown }).entityType) : controller;
    if (response.status !== 200 || typeof response.body !== 'object' || response.body === null) continue;
    if (
      !/^[A-Z]/.test(entity) ||
      ['App', 'Metadata', 'Preferences', 'Role', 'MassAction', 'ActionHistoryRecord'].includes(entity)
    )
      continue;
    if (request.method === 'POST' && !acted && isRecord(response.body)) {
      made.add(response.body.id);
      continue;
    }
    const list = (response.body as { list?: unknown }).list;
    const shown = isRecord(response.body)
      ? [response.body]
      : Array.isArray(list) && rest === ''
        ? list.filter(isRecord)
        : [];
    const seen = Date.parse(header(exchange, 'date') ?? '');
    for (const record of shown) {
      if (made.has(record.id)) continue;
      const old = seeds.get(record.id);
      const by = login(exchange)?.name ?? '';
      if (!old)
        seeds.set(record.id, {
          entity,
          id: record.id,
          since: madeAt(record.id, seen) ?? Number.NaN,
          seen,
          index,
          shown: { ...record },
          by,
        });
      // A list shows a part; later answers fill the gaps, but never replace.
      else {
        const [there, here] = [String(record['description'] ?? ''), String(old.shown['description'] ?? '')];
        old.shown = { ...record, ...old.shown };
        if (there.length > here.length && there.startsWith(here)) old.shown['description'] = there;
      }
      if (id && old) old.by = by;
    }
  }
  unseen(exchanges, made, seeds);
  texts(exchanges, seeds);
  const wanted = [...seeds.values()].filter(({ entity }) => PLANTED.includes(entity));
  byHand(wanted);
  return wanted;
}

/** 15-text: lists cut, but the note says how long the text was. */
function texts(exchanges: Exchange[], seeds: Map<string, Seed>): void {
  for (const { note, request } of exchanges) {
    const seed = seeds.get(/[0-9a-f]{17}/.exec(decodeURIComponent(request.path))?.[0] ?? '');
    const [, plain] = /description of (\d+)/.exec(note) ?? [];
    const [, times, letter = ''] = /description (\d+) x (.)/.exec(note) ?? [];
    if (seed && plain) seed.shown['description'] = 'd'.repeat(Number(plain));
    if (seed && times) seed.shown['description'] = letter.repeat(Number(times));
  }
}

const PLANTED = ['Meeting', 'Call', 'CVisit', 'Visit', 'Task', 'Contact', 'Lead', 'Account'];

/** Rows put in by hand came all at once, and differ only in what the lists show: the fullest one fills the gaps. */
function byHand(seeds: Seed[]): void {
  const own = seeds.filter(({ since }) => Number.isNaN(since));
  const first = Math.min(...own.map(({ seen }) => seen));
  const index = Math.min(...own.map((one) => one.index));
  const fullest = own.reduce<Seed | undefined>(
    (best, one) => (Object.keys(one.shown).length > Object.keys(best?.shown ?? {}).length ? one : best),
    undefined,
  );
  for (const one of own) {
    one.since = first;
    one.index = index;
    one.shown = { ...fullest?.shown, ...one.shown };
  }
}

/** Records that requests work on, but that no answer ever shows: a plain meeting of anna's. */
function unseen(exchanges: Exchange[], made: Set<string>, seeds: Map<string, Seed>): void {
  const anna = exchanges.find(({ request }) => (request.body as { userName?: string } | null)?.userName === 'anna');
  const annaId = (anna?.response.body as { id: string } | undefined)?.id ?? '';
  for (const [index, exchange] of exchanges.entries()) {
    const { request, response } = exchange;
    const { entity, id } = target(request.path);
    const mass = (request.body as { params?: { ids?: string[] } } | null)?.params?.ids ?? [];
    const ids = entity === 'MassAction' ? mass : entity === 'Meeting' && id ? [id] : [];
    if (response.status === 401 || response.status === 404) continue;
    for (const one of ids) {
      const seen = Date.parse(header(exchange, 'date') ?? '');
      const since = madeAt(one, seen);
      if (made.has(one) || seeds.has(one) || since === undefined) continue;
      const at = new Date(since).toISOString().slice(0, 19).replace('T', ' ');
      const shown = {
        ...{ id: one, name: 'misc', status: 'Planned', isAllDay: false, description: null },
        ...{ dateStart: '2026-12-08 10:00:00', dateEnd: '2026-12-08 11:00:00' },
        ...{ createdAt: at, modifiedAt: at, streamUpdatedAt: at, createdById: annaId, assignedUserId: annaId },
        ...{ usersIds: [annaId], usersColumns: { [annaId]: { status: 'Accepted' } }, followersIds: [annaId] },
      };
      seeds.set(one, { entity: 'Meeting', id: one, since, seen, shown, by: 'anna', index });
    }
  }
}

export function plant(server: EspoServer, seed: Seed, names: Names): void {
  if (names.knows(seed.id)) return;
  names.bind(seed.id, seed.id);
  const own = JSON.parse(names.translate(JSON.stringify(seed.shown))) as Record<string, unknown>;
  const row: Record<string, unknown> & { id: string } = {
    id: seed.id,
    deleted: false,
    isLocked: false,
    versionNumber: 1,
  };
  for (const [key, value] of Object.entries(own)) {
    if (/(Ids|Names|Columns|Name|Data)$|^(duration|reminders|isFollowed|isStarred|deleted|emailAddress)$/.test(key))
      continue;
    row[key] = value;
  }
  row['name'] = own['name'];
  if (server.core.schema.hasField(seed.entity, 'uid')) row['uid'] ??= `u${seed.id}`;
  row['#followers'] = own['followersIds'] ?? [];
  for (const link of ['users', 'contacts', 'leads']) {
    const columns = (own[`${link}Columns`] ?? {}) as Record<string, { status: string }>;
    row[`#${link}`] = ((own[`${link}Ids`] ?? []) as string[]).map((id) => ({
      id,
      status: columns[id]?.status ?? 'None',
    }));
  }
  const user = server.core.userByName(seed.by);
  if (user && Array.isArray(own['reminders'])) row['#reminders'] = { [user.id]: own['reminders'] };
  server.control.insert(seed.entity, row as Row);
}
