/** Reads both servers and compares them, item by item: nothing of what the extension says about itself counts here. */
import type { Dump } from '../sandbox/graph/control.ts';
import type { Loaded } from '../sandbox/input/load.ts';
import { asName, asSubject, asVarchar, bodyLines, eventWhen, lines, recordWhen, type Shown } from './carried.ts';
import type { EspoSide, Row } from './espo-side.ts';
import { ALEX, ANNA, type Stage } from './stage.ts';

/** One event and one record that are the same meeting. */
export interface Pair {
  origin: 'outlook' | 'espo';
  title: string;
  /** Both ids of the event, as the user's own calendar list knows it. */
  eventIds: string[];
  type: string;
  recordId: string;
}

export interface Comparison {
  pairs: Pair[];
  mismatches: string[];
}

interface OutlookEvent {
  ids: string[];
  shown: Shown;
  kind: string;
}

function outlookEvents(stage: Stage, loaded: readonly Loaded[]): OutlookEvent[] {
  const { control } = stage.graph;
  const shared = new Set(loaded.flatMap(({ ids }) => ids));
  const own = control.mailbox(ANNA.oid).events();
  const colleague = control.mailbox(ALEX.oid);
  const team = colleague.events('Team').map((event): Dump => {
    const view = control.mailbox(ANNA.oid).calendar('Team');
    const { id, immutableId } = control.tenant.idsIn(view, colleague.find(event.id).event);
    return { ...event, id, immutableId };
  });
  return [...own, ...team.filter(({ id }) => shared.has(id))].map((event) => ({
    ids: [event.id, event.immutableId],
    kind: String(event['type']),
    shown: {
      title: event.subject,
      when: eventWhen(event as never),
      location: String((event['location'] as { displayName?: string } | undefined)?.displayName ?? ''),
      description: bodyLines(event['body'] as never),
    },
  }));
}

function shownRow(row: Row, place: string | undefined): Shown {
  return {
    title: String(row['name'] ?? ''),
    when: recordWhen(row),
    location: place === undefined ? '' : String(row[place] ?? ''),
    description: lines(String(row['description'] ?? '')),
  };
}

/** Every eligible item of both sides has exactly one counterpart with equal fields, and nothing else came into being. */
export async function compare(
  stage: Stage,
  espo: EspoSide,
  loaded: { outlook: Loaded[]; espo: Loaded[] },
): Promise<Comparison> {
  const labels = espo.types.map(({ label }) => label);
  const events = outlookEvents(stage, loaded.outlook);
  const rows = new Map<string, { type: string; row: Row; shown: Shown }>();
  for (const { type } of espo.types)
    for (const row of await espo.rows(type))
      rows.set(`${type}/${row.id}`, { type, row, shown: shownRow(row, espo.hands.placeField(type)) });
  const taken = new Set<string>();
  const pairs: Pair[] = [];
  const mismatches: string[] = [];

  for (const item of loaded.outlook) {
    const event = events.find(({ ids }) => ids.includes(item.ids[0] ?? ''));
    if (!event) {
      mismatches.push(`outlook "${item.title}": the event is gone`);
      continue;
    }
    taken.add(event.ids[0] ?? '');
    const name = asName(event.shown.title, labels);
    const found = [...rows].filter(([key, { shown }]) => !isInput(loaded, key) && asName(shown.title, []) === name);
    const want = item.reason ? 0 : 1;
    if (found.length !== want) mismatches.push(`outlook "${item.title}": ${found.length} records instead of ${want}`);
    for (const [key, { type, row, shown }] of found.slice(0, 1)) {
      taken.add(key);
      const label = labels.find((one) => one !== '' && item.title.toLowerCase().startsWith(`${one.toLowerCase()}:`));
      const wanted = espo.types.find((one) => one.label === (label ?? ''))?.type;
      if (type !== wanted) mismatches.push(`outlook "${item.title}": ${type} instead of ${wanted}`);
      const place = espo.hands.placeField(type);
      const expected: Shown = {
        ...event.shown,
        title: name,
        location: place === undefined ? '' : asVarchar(event.shown.location),
      };
      const actual = { ...shown, title: asName(shown.title, []), location: asVarchar(shown.location) };
      differences(item, expected, actual, mismatches);
      pairs.push({ origin: 'outlook', title: item.title, eventIds: event.ids, type, recordId: row.id });
    }
  }
  for (const item of loaded.espo) {
    const key = `${item.type}/${item.ids[0]}`;
    const record = rows.get(key);
    if (!record) {
      mismatches.push(`espo "${item.title}": the record is gone`);
      continue;
    }
    taken.add(key);
    const label = espo.types.find(({ type }) => type === item.type)?.label ?? '';
    const subject = asSubject(record.shown.title, label);
    const found = events.filter(
      ({ ids, shown }) => !isInput(loaded, ids[0] ?? '') && asSubject(shown.title, '') === subject,
    );
    const want = item.reason ? 0 : 1;
    if (found.length !== want) mismatches.push(`espo "${item.title}": ${found.length} events instead of ${want}`);
    for (const { ids, shown } of found.slice(0, 1)) {
      taken.add(ids[0] ?? '');
      const expected: Shown = { ...record.shown, title: subject, location: asVarchar(record.shown.location) };
      differences(
        item,
        expected,
        { ...shown, title: asSubject(shown.title, ''), location: asVarchar(shown.location) },
        mismatches,
      );
      pairs.push({ origin: 'espo', title: item.title, eventIds: ids, type: item.type, recordId: record.row.id });
    }
  }
  for (const [key, { shown }] of rows) if (!taken.has(key)) mismatches.push(`espo "${shown.title}": nobody knows it`);
  for (const { ids, shown, kind } of events)
    if (!taken.has(ids[0] ?? '') && kind !== 'exception') mismatches.push(`outlook "${shown.title}": nobody knows it`);
  return { pairs, mismatches };
}

const isInput = (loaded: { outlook: Loaded[]; espo: Loaded[] }, key: string): boolean =>
  loaded.outlook.some(({ ids }) => ids.includes(key)) ||
  loaded.espo.some(({ type, ids }) => `${type}/${ids[0]}` === key);

function differences(item: Loaded, expected: Shown, actual: Shown, mismatches: string[]): void {
  for (const field of ['title', 'when', 'location', 'description'] as const)
    if (expected[field] !== actual[field])
      mismatches.push(
        `${item.side} "${item.title}": ${field} is ${JSON.stringify(actual[field]).slice(0, 200)}, not ${JSON.stringify(expected[field]).slice(0, 200)}`,
      );
}

/** Changes to events in the log of the Graph stand-in, batched or not; reading by POST is none, and the lease stands on its calendar. */
export function graphWrites(stage: Stage): number {
  const isWrite = ({ method, path }: { method: string; path: string }) =>
    method !== 'GET' && !/\$batch|translateExchangeIds|\/calendars\/[^/]+$/.test(path);
  return stage.graph.control.log
    .flatMap((entry) => (entry.members ? entry.members : [entry]))
    .filter((entry) => isWrite(entry)).length;
}
