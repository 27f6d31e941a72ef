/** Random histories that once broke a rule, shrunk to what matters. */
import { expect, it } from 'vitest';
import type { Act, CastAct } from './acts.ts';
import { DEFAULT_CAST } from './cast.ts';
import { play } from './history.ts';

const cast = (change: Partial<CastAct>): Act => ({ ...DEFAULT_CAST, ...change });

/** Histories that broke a rule once in tens of thousands, shrunk: what they say, the seed that the stand-ins had, and what happened. */
const HISTORIES: [name: string, seed: number, acts: Act[]][] = [
  [
    'two records that two browsers made at once become one, though the event was edited before either looked again',
    159160,
    [
      cast({
        browsers: [2],
        types: ['Meeting'],
        second: false,
        settings: { entities: [{ type: 'Meeting', label: '' }] },
      }),
      { act: 'createEvent', by: 0, tag: 1, day: 16, title: 0, kind: 'timed', calendar: 0 },
      { act: 'createEvent', by: 0, tag: 2, day: 18, title: 0, kind: 'allDay', calendar: 0 },
      { act: 'together', a: [0, 0], b: [0, 1] },
      { act: 'editEvent', by: 0, pick: 39, field: 'description', value: 401 },
    ],
  ],
  [
    'of two records that two browsers made at once one goes, though the invitation was declined before either looked again',
    234510,
    [
      cast({ browsers: [1, 2], rights: ['full', 'team'], types: ['Meeting'], second: false, skew: [0, 90_000] }),
      { act: 'createEvent', by: 0, tag: 1, day: 6, title: 4, kind: 'allDay', calendar: 0, guests: 'both' },
      { act: 'together', a: [1, 0], b: [1, 1] },
      { act: 'massDeleteEvents', by: 1, value: 722, share: 0 },
    ],
  ],
  [
    'a record that is edited in the second in which it was read is read again, though the run ended only the next time',
    265977,
    [
      cast({
        browsers: [1, 1],
        rights: ['team', 'full'],
        types: ['Meeting'],
        second: false,
        skew: [0, -200_000],
        page: 2,
      }),
      { act: 'createEvent', by: 1, tag: 1, day: 8, title: 1, kind: 'allDay', calendar: 0, guests: 'colleagues' },
      { act: 'manyRecords', by: 0, tag: 2, count: 5 },
      { act: 'sync', by: 0, browser: 1, crash: 45 },
      { act: 'editRecord', by: 2, pick: 60, field: 'title', value: 235 },
    ],
  ],
  [
    'a copy is a new event, though its original was deleted before the copy was seen',
    185111,
    [
      cast({ types: ['Meeting'], variants: ['softDeleteReadable'] }),
      { act: 'createRecord', by: 0, tag: 1, day: 19, title: 2, type: 'Meeting', kind: 'allDay' },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'copyEvent', by: 0, pick: 71, tag: 2, calendar: 0 },
      { act: 'deleteEvent', by: 0, pick: 80 },
    ],
  ],
  [
    'of two records with one key the one that stays says what the event says, though it came back with an older time',
    658270,
    [
      cast({
        browsers: [1, 2],
        rights: ['full', 'full'],
        types: ['Meeting'],
        keyField: true,
        second: false,
        skew: [90_000, 0],
      }),
      { act: 'createEvent', by: 0, tag: 1, day: 19, title: 4, kind: 'timed', calendar: 0 },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'editEvent', by: 0, pick: 54, field: 'when', value: 989 },
      { act: 'deleteEvent', by: 0, pick: 56 },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'wipe', by: 2, browser: 0 },
      { act: 'restoreEvent', by: 0, pick: 43 },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'restoreRecord', by: 0, pick: 85 },
    ],
  ],
  [
    'an occurrence stays in its series, though the record that the series began with is assigned to somebody else',
    629642,
    [
      cast({
        browsers: [1, 2],
        rights: ['full', 'full'],
        types: ['Meeting'],
        keyField: true,
        second: false,
        skew: [0, -200_000],
      }),
      { act: 'createRecord', by: 0, tag: 1, day: 7, title: 7, type: 'Meeting', kind: 'timed', for: 0 },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'editSeries', by: 0, pick: 0, what: 'begin', value: 35 },
      { act: 'assignRecord', by: 0, pick: 88, to: 1 },
      { act: 'setting', by: 0, change: { recurring: true } },
    ],
  ],
  [
    "a colleague's record whose name begins like a label is the same meeting in a shared calendar",
    152643,
    [
      cast({ browsers: [1, 1], rights: ['full', 'full'], types: ['Meeting', 'Call'] }),
      { act: 'createRecord', by: 1, tag: 4, day: 2, title: 5, type: 'Meeting', kind: 'timed', for: 1 },
      { act: 'shareCalendar', by: 1, to: 0 },
    ],
  ],
  [
    "a copy keeps its own record, though a colleague's record of the meeting that was copied looks the same",
    873506,
    [
      cast({
        browsers: [1, 1, 1],
        rights: ['full', 'full', 'own'],
        types: ['Meeting'],
        second: false,
        skew: [0, 90000],
      }),
      { act: 'createEvent', by: 0, tag: 3, day: 4, title: 2, kind: 'timed', calendar: 0, guests: 'both' },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'createEvent', by: 1, tag: 6, day: 3, title: 8, kind: 'timed', calendar: 0 },
      { act: 'editEvent', by: 0, pick: 97, field: 'title', value: 737 },
      { act: 'copyEvent', by: 1, pick: 58, tag: 9, calendar: 0 },
      { act: 'together', a: [2, 0], b: [1, 1] },
    ],
  ],
  [
    'an event that was moved into a calendar that nobody may look into for now is not taken for deleted',
    925724,
    [
      { act: 'createEvent', by: 0, tag: 2, day: 0, title: 10, kind: 'allDay', calendar: 0 },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'moveEvent', by: 0, pick: 15, calendar: 1 },
      { act: 'deny', side: 'graph', by: 1, pick: 1, on: true },
      { act: 'sync', by: 0, browser: 0 },
    ],
  ],
  [
    "an event that is deleted while another browser begins does not take EspoCRM's record along",
    926719,
    [
      cast({
        browsers: [2],
        types: ['Meeting'],
        second: false,
        page: 2,
      }),
      { act: 'manyRecords', by: 0, tag: 2, count: 5 },
      { act: 'sync', by: 1, browser: 1 },
      { act: 'sync', by: 0, browser: 0, pause: 14 },
      { act: 'deleteEvent', by: 2, pick: 17 },
    ],
  ],
  [
    'what an update overwrote is logged, though its answer was lost and the record is deleted since',
    961875,
    [
      cast({
        types: ['Meeting'],
        second: false,
        settings: { privateEvents: 'full' },
      }),
      { act: 'createRecord', by: 0, tag: 1, day: 17, title: 5, type: 'Call', kind: 'timed' },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'createRecord', by: 0, tag: 2, day: 2, title: 0, type: 'Meeting', kind: 'allDay' },
      { act: 'editEvent', by: 0, pick: 35, field: 'title', value: 214 },
      { act: 'createEvent', by: 1, tag: 3, day: 17, title: 3, kind: 'timed', calendar: 0 },
      { act: 'sync', by: 2, browser: 0, crash: 33 },
      { act: 'createTwin', by: 0, tag: 4, pick: 28 },
      { act: 'deleteRecord', by: 2, pick: 88 },
    ],
  ],
  [
    'what an update overwrote is logged, though its answer was lost and the mailbox is moved since',
    817718,
    [
      { act: 'createEvent', by: 1, tag: 6, day: 18, title: 9, kind: 'timed', calendar: 0 },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'editRecord', by: 1, pick: 28, field: 'title', value: 164 },
      { act: 'fault', side: 'graph', when: 'before', status: 0, times: 2, method: 'POST' },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'fault', side: 'graph', when: 'after', status: 0, times: 1, method: 'PATCH', retryAfter: 1 },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'moveMailbox', by: 2 },
    ],
  ],
  [
    'a meeting that becomes a series goes on with its first occurrence, though that was shifted at once',
    821287,
    [
      { act: 'createRecord', by: 1, tag: 1, day: 18, title: 3, type: 'CVisit', kind: 'timed' },
      { act: 'sync', by: 2, browser: 1 },
      { act: 'setting', by: 0, change: { recurring: true } },
      { act: 'editSeries', by: 0, pick: 7, what: 'begin', value: 20 },
      { act: 'editSeries', by: 0, pick: 0, what: 'move', value: 78 },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'editSeries', by: 0, pick: 8, what: 'end', value: 13 },
    ],
  ],
  [
    'an event and its copy are told apart by their texts, by both browsers alike',
    977115,
    [
      cast({
        browsers: [2],
        types: ['Meeting'],
        second: false,
        skew: [0, -200000],
        variants: ['eventsSpanCalendars'],
      }),
      { act: 'createEvent', by: 0, tag: 1, day: 0, title: 3, kind: 'timed', calendar: 0 },
      { act: 'createEvent', by: 1, tag: 2, day: 9, title: 1, kind: 'timed', calendar: 0 },
      { act: 'createEvent', by: 1, tag: 3, day: 17, title: 10, kind: 'timed', calendar: 0 },
      { act: 'createTwin', by: 0, tag: 4, pick: 35 },
      { act: 'createTwin', by: 1, tag: 5, pick: 32 },
      { act: 'copyEvent', by: 0, pick: 0, tag: 6, calendar: 1 },
      { act: 'editEvent', by: 1, pick: 76, field: 'title', value: 102 },
      { act: 'skew', side: 'graph', ms: 150000 },
      { act: 'copyEvent', by: 0, pick: 89, tag: 7, calendar: 0 },
      { act: 'deleteRecord', by: 0, pick: 97 },
      { act: 'inviteEvent', by: 0, tag: 8, day: 15, title: 0, everybody: true },
      { act: 'createRecord', by: 0, tag: 9, day: 0, title: 9, type: 'Meeting', kind: 'timed' },
      { act: 'editEvent', by: 2, pick: 46, field: 'title', value: 230 },
      { act: 'createTwin', by: 0, tag: 10, pick: 1 },
      { act: 'sync', by: 0, browser: 1, pause: 23 },
      { act: 'createRecord', by: 0, tag: 11, day: 16, title: 6, type: 'Meeting', kind: 'timed' },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'copyEvent', by: 0, pick: 50, tag: 12, calendar: 1 },
      { act: 'editEvent', by: 0, pick: 71, field: 'location', value: 386 },
    ],
  ],
  [
    'an event that was kept goes on as it is now when its record comes back',
    405418,
    [
      cast({
        browsers: [2],
        types: ['Meeting'],
        second: false,
        skew: [-200000, 0],
      }),
      { act: 'createRecord', by: 0, tag: 1, day: 8, title: 8, type: 'Call', kind: 'timed' },
      { act: 'setting', by: 0, change: { removeOutlookOnEspoRemoval: true } },
      { act: 'createEvent', by: 0, tag: 34, day: 12, title: 4, kind: 'allDay', calendar: 0 },
      { act: 'sync', by: 0, browser: 0 },
      { act: 'massDeleteRecords', by: 0, value: 77, share: 0 },
      { act: 'together', a: [1, 0], b: [1, 1] },
      { act: 'together', a: [0, 0], b: [0, 1] },
      { act: 'editEvent', by: 2, pick: 39, field: 'title', value: 381 },
    ],
  ],
  [
    'a record that is renamed between its re-read and the reading of who is linked to it is not overwritten',
    425733,
    [
      cast({ types: ['Meeting'], second: false }),
      { act: 'createEvent', by: 2, tag: 1, day: 18, title: 4, kind: 'timed', calendar: 0, guests: 'colleagues' },
      { act: 'sync', by: 2, browser: 0 },
      { act: 'editEvent', by: 0, pick: 36, field: 'title', value: 499 },
      { act: 'editEvent', by: 2, pick: 81, field: 'guests', value: 824 },
      { act: 'sync', by: 0, browser: 1, pause: 7 },
      { act: 'editRecord', by: 0, pick: 45, field: 'title', value: 821 },
    ],
  ],
  [
    'an event that nobody would carry over, in a calendar that was closed when the browser began anew, finds its record',
    2003976,
    [
      cast({ types: ['Meeting'], settings: { onlyKnownPeople: true } }),
      { act: 'createRecord', by: 2, tag: 1, day: 9, title: 7, type: 'CVisit', kind: 'timed' },
      { act: 'sync', by: 0, browser: 1 },
      { act: 'editEvent', by: 2, pick: 16, field: 'when', value: 663 },
      { act: 'moveMailbox', by: 2 },
      { act: 'deny', side: 'graph', by: 0, pick: 2, on: true },
      { act: 'wipe', by: 0, browser: 0 },
      { act: 'sync', by: 1, browser: 1 },
    ],
  ],
];

it.each(HISTORIES)('%s', async (_name, seed, acts) => {
  expect((await play(seed, acts)).violations).toEqual([]);
});
