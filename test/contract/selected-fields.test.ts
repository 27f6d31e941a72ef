/** What is asked of either server: fields by name wherever it lets one choose, and none that nobody reads. */
import { describe, expect, it } from 'vitest';
import { toItem as recordItem } from '../../src/background/espo/mapping.ts';
import { selected } from '../../src/background/espo/query.ts';
import { EspoRecord, parse as parseRecord } from '../../src/background/espo/schema.ts';
import { toItem as eventItem } from '../../src/background/outlook/mapping.ts';
import { EVENT_FIELDS, GraphEvent, parse as parseEvent } from '../../src/background/outlook/schema.ts';
import { type CastAct } from '../simulation/acts.ts';
import { SeededWorld } from '../simulation/company.ts';
import { randomHistory } from '../simulation/history.ts';
import { MemoryStore } from '../simulation/memory-store.ts';
import { Player } from '../simulation/player.ts';
import { exampleEntity } from './examples.ts';

/** Questions that name no fields, each with the reason. */
const WHOLE: [path: RegExp, why: string][] = [
  [/^\/me\/calendars\/[^/]+\/calendarView\/delta\?/, 'change tracking takes no $select (graph.md 1)'],
  [/^\/me\/calendars\/[^/]+\/calendarView\?/, 'a view cannot select when an event was made and changed (graph.md 6)'],
  [/^\/me\/calendars\/[^/]+\/events\/[^/]+\/instances\?/, 'instances are a view'],
  [/^\/me\/mailboxSettings$/, 'one small object a day, of which some accounts may read no part'],
  [/^\/me\/outlook\/supportedTimeZones/, 'both of its fields are used'],
  [/^\/me$/, 'after the same with names was refused'],
  [
    /^\/api\/v1\/(App\/user|Settings|I18n|ExternalAccount.*|Metadata\?key=[\w.]+)$/,
    'no list of records: there is nothing to select',
  ],
  [
    /^\/api\/v1\/\w+\/[\w-]+$/,
    'a record by its id ignores select (espo.md 5), and is asked for where a list cuts its text',
  ],
];

const isNamed = (path: string): boolean => /[?&]\$select=[\w,]+|"select":\["/.test(decodeURIComponent(path));

/** Of each question the part that says what it is. */
async function asked(seed: number): Promise<string[]> {
  const acts = randomHistory(new SeededWorld(seed * 7919).random);
  const player = new Player(() => new MemoryStore('pair-1'));
  await player.begin(
    seed,
    acts.find((act): act is CastAct => act.act === 'cast'),
  );
  for (const [at, act] of acts.entries()) await player.act(act, at);
  const { graph, espo } = player.cast.company;
  const all = [...graph.control.log.flatMap((one) => [one, ...(one.members ?? [])]), ...espo.control.log];
  return all.flatMap(({ method, path }) => (method === 'GET' ? [path.replace(/^\/v1\.0/, '')] : []));
}

describe('fields are asked for by name', () => {
  it('in every question but those that cannot', async () => {
    const nameless = new Set<string>();
    let named = 0;
    for (let seed = 1; seed <= 60; seed += 1)
      for (const path of await asked(seed)) {
        if (isNamed(path)) named += 1;
        else if (!WHOLE.some(([kind]) => kind.test(path))) nameless.add(path);
      }
    expect([...nameless]).toEqual([]);
    expect(named).toBeGreaterThan(500);
  }, 120_000);

  it('notices one that names none', () => {
    const list = '/api/v1/Meeting?searchParams={"maxSize":200,"select":["id"]}';
    expect([isNamed(list), isNamed(list.replace('select', 'sel'))]).toEqual([true, false]);
    expect(WHOLE.some(([kind]) => kind.test('/me/calendars/x/events?$filter=y'))).toBe(false);
    expect(WHOLE.some(([kind]) => kind.test('/api/v1/Meeting?searchParams={}'))).toBe(false);
  });
});

/** What of an object is looked at. */
function watched<T extends object>(value: T): { value: T; read: Set<string> } {
  const read = new Set<string>();
  const get = (target: T, name: string | symbol): unknown => {
    read.add(String(name));
    return Reflect.get(target, name);
  };
  return { value: new Proxy(value, { get }), read };
}

describe('what is asked for is read', () => {
  const FULL = {
    id: 'a1',
    name: 'x',
    dateStart: '2026-12-01 10:00:00',
    dateEnd: '2026-12-01 11:00:00',
    parentId: 'b1',
    parentType: 'Account',
  };
  it.each([
    ['a Meeting', exampleEntity({ versioned: true, keyField: { name: 'cOutlookUid', length: 64, pattern: '' } })],
    ['of several', exampleEntity({ assigned: 'several', collaborators: true })],
    ['a Call', exampleEntity({ type: 'Call', allDay: false, locationField: undefined })],
    ['without a text', exampleEntity({ descriptionField: undefined })],
    ['a Task', exampleEntity({ type: 'Task', hasUsers: false, locationField: undefined })],
  ])('of records: %s', (_, entity) => {
    const read = new Set<string>();
    for (const more of [{}, { dateStartDate: '2026-12-01', dateEndDate: '2026-12-01' }]) {
      const record = watched(parseRecord(EspoRecord, { ...FULL, ...more }, 'record'));
      recordItem(record.value, entity, 'me', false);
      for (const name of record.read) read.add(name);
    }
    // Without an end of its own the date says it.
    const noEnd = watched(parseRecord(EspoRecord, { ...FULL, dateEnd: null, dateEndDate: '2026-12-01' }, 'record'));
    recordItem(noEnd.value, entity, 'me', false);
    for (const name of noEnd.read) read.add(name);
    expect(selected(entity).filter((name) => !read.has(name))).toEqual([]);
  });

  it('of events', () => {
    const time = { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' };
    // What stands in for another is looked at where that is missing; a reminder where there is one.
    const sent = { id: 'e1', start: time, end: time, isReminderOn: true, changeKey: 'k' };
    const event = watched(parseEvent(GraphEvent, sent, 'event'));
    eventItem(event.value, 'c1', 'key');
    expect(EVENT_FIELDS.split(',').filter((name) => !event.read.has(name))).toEqual([]);
    expect(EVENT_FIELDS).not.toContain('bodyPreview');
  });
});
