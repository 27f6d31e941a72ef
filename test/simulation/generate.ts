import type { Settings } from '../../src/shared/settings.ts';
import { DAY, HOUR } from '../../src/shared/time.ts';
import {
  type Act,
  type BreakAct,
  type CastAct,
  EVENT_FIELDS,
  type Guests,
  type Kind,
  PARTS,
  RECORD_FIELDS,
  type Rights,
  SERIES_CHANGES,
  TITLES,
  TYPES,
} from './acts.ts';
import { DEFAULT_CAST } from './cast.ts';

type Random = () => number;

/** Chance, in the words of a generator. */
class Dice {
  readonly #random: Random;
  tag = 0;
  constructor(random: Random) {
    this.#random = random;
  }
  int = (n: number): number => Math.floor(this.#random() * n);
  chance = (p: number): boolean => this.#random() < p;
  pick = <T>(list: readonly T[]): T => list[this.int(list.length)] as T;
  weighed<T>(list: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.#random() * list.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    return (list.at(-1) as readonly [number, T])[1];
  }
  /** Mostly the first, seldom the last. */
  skewed = <T>(list: readonly T[], p = 0.8): T => {
    let i = 0;
    while (i < list.length - 1 && !this.chance(p)) i += 1;
    return list[i] as T;
  };
}

const KINDS: readonly Kind[] = ['timed', 'allDay', 'zero', 'long', 'series'];

/** A cast, small in most histories: the first ones of every list are the usual ones. */
function castOf(dice: Dice): CastAct {
  const browsers = dice.weighed<number[]>([
    [870, [1]],
    [45, [2]],
    [60, [1, 1]],
    [10, [1, 2]],
    [12, [1, 1, 1]],
    [3, [2, 2, 2]],
  ]);
  const alone = browsers.length === 1;
  const rights = browsers.map((): Rights => dice.skewed(['full', 'team', 'own', 'noCall'], alone ? 0.95 : 0.7));
  return {
    ...DEFAULT_CAST,
    browsers: [...browsers],
    rights,
    types: dice
      .skewed([['Meeting'], ['Meeting', 'Call'], ['Meeting', 'Call', 'CVisit']], 0.65)
      .slice() as CastAct['types'],
    keyField: dice.chance(alone ? 0.1 : 0.5),
    second: dice.chance(0.12),
    ...(dice.chance(0.15) ? { lease: true } : {}),
    skew: [dice.pick([0, 0, 90_000, -200_000]), dice.pick([0, 0, 90_000, -200_000])],
    page: dice.skewed([200, 2], 0.97),
    variants: dice.chance(0.15)
      ? [
          dice.pick([
            'softDeleteReadable',
            'acceptIsDeleteCreate',
            'eventsSpanCalendars',
            'deltaReplays',
            'declineRemovesCopy',
          ]),
        ]
      : [],
    settings: {
      ...(dice.chance(0.35) ? setting(dice) : {}),
      // Nothing else keeps a meeting with attendees from being written.
      ...(dice.chance(0.1) ? { updateMeetingsWithAttendees: true } : {}),
    },
    ...(dice.chance(0.2) ? { tight: true } : {}),
    keyLength: dice.pick([100, 100, 32, 20]),
  };
}

function setting(dice: Dice): Partial<Settings> {
  return dice.pick<() => Partial<Settings>>([
    () => ({ direction: dice.pick(['both', 'outlookToEspo', 'espoToOutlook']) }),
    () => ({ direction: dice.pick(['outlookToEspo', 'espoToOutlook']) }),
    () => ({ removeOutlookOnEspoRemoval: dice.chance(0.7) }),
    () => ({ removeEspoOnOutlookRemoval: dice.chance(0.7) }),
    () => ({ syncSince: dice.pick(['', '2026-11-01', '2026-12-05', '2026-12-12']) }),
    () => ({ conflicts: dice.pick(['ask', 'lastWins']) }),
    () => ({ recurring: dice.chance(0.7) }),
    () => ({ privateEvents: dice.pick(['leaveOut', 'timesOnly', 'full']) }),
    () => ({ updateMeetingsWithAttendees: dice.chance(0.7) }),
    () => ({ descriptionBothWays: dice.chance(0.7) }),
    () => ({ alsoParticipant: dice.chance(0.7) }),
    () => ({ [dice.pick(['filterFree', 'filterAllDay', 'filterNotAnswered', 'onlyExternal'])]: dice.chance(0.7) }),
    () => ({ attendees: dice.chance(0.3) }),
    () => ({ unknownAttendees: dice.pick(['ignore', 'list']) }),
    () => ({ blockList: dice.chance(0.7) ? ['side.example'] : [] }),
    () => ({ onlyKnownPeople: dice.chance(0.7) }),
    () => ({ assignDefaultTeam: dice.chance(0.7) }),
    () => ({ joinLinkField: dice.chance(0.7) ? { Meeting: 'cJoin' } : {} }),
    () => ({ locationField: dice.chance(0.7) ? { Meeting: 'cPlace' } : {} }),
    () => ({ categoriesDeny: dice.chance(0.7) ? ['Red'] : [] }),
    () => ({ entities: entities(dice) }),
  ])();
}

/** Labels that change, entities that go and come back. */
const entities = (dice: Dice): Settings['entities'] =>
  dice.pick([
    [{ type: 'Meeting', label: '' }],
    [
      { type: 'Meeting', label: '' },
      { type: 'Call', label: 'Call' },
    ],
    [
      { type: 'Meeting', label: 'Visit' },
      { type: 'Call', label: 'Ring' },
    ],
  ]);

const by = (dice: Dice) => dice.skewed([0, 1, 2], 0.55);
const station = (dice: Dice) => ({ by: by(dice), browser: dice.int(2) });

const createEvent = (dice: Dice): Act => ({
  act: 'createEvent',
  by: by(dice),
  tag: ++dice.tag,
  day: dice.chance(0.06) ? dice.pick([-9, -20, 740]) : dice.int(20),
  title: dice.int(TITLES.length),
  kind: dice.skewed(KINDS, 0.65),
  calendar: dice.skewed([0, 1], 0.85),
  ...(dice.chance(0.08) ? { private: true } : {}),
  ...(dice.chance(0.06) ? { iCalUId: dice.pick(['null', 'empty', 'shared'] as const) } : {}),
  ...(dice.chance(0.2)
    ? { guests: dice.pick<Guests>(['colleagues', 'outsider', 'both', 'nameless', 'nameless']) }
    : {}),
  ...(dice.chance(0.03) ? { former: true } : {}),
});
const createRecord = (dice: Dice): Act => ({
  act: 'createRecord',
  by: by(dice),
  tag: ++dice.tag,
  day: dice.chance(0.06) ? dice.pick([-9, -20, 740]) : dice.int(20),
  title: dice.int(TITLES.length),
  type: dice.skewed(TYPES, 0.5),
  kind: dice.skewed(['timed', 'allDay', 'zero', 'long'] as const, 0.7),
  ...(dice.chance(0.15) ? { for: dice.int(3) } : {}),
});

/** An import gives its events one key or none; a few of them, and a record, take place at one moment and are different meetings. */
const imported = (d: Dice): Act[] => {
  const iCalUId = d.pick(['null', 'empty', 'shared', 'shared'] as const);
  const moment = { by: by(d), day: d.int(20), kind: 'timed' as const, at: d.tag + 1 };
  const named = () => ({ ...moment, tag: ++d.tag, title: d.chance(0.3) ? TITLES.length - 1 : d.int(TITLES.length) });
  const made = Array.from(
    { length: 2 + d.int(2) },
    (): Act =>
      d.chance(0.3)
        ? { act: 'createRecord', ...named(), type: d.skewed(TYPES, 0.5) }
        : { act: 'createEvent', ...named(), iCalUId },
  );
  const [first, ...rest] = made as [Act, ...Act[]];
  return [first, ...(d.chance(0.5) ? [{ act: 'sync' as const, ...station(d) }] : []), ...rest];
};
const editSeries = (d: Dice): Act => ({
  act: 'editSeries',
  by: d.skewed([0, 1, 2], 0.8),
  pick: d.int(9),
  what: d.pick(SERIES_CHANGES),
  value: d.int(100),
});
/** What stands in the way of the next run, and mostly that run: before the rules are asked, all of it is gone. */
const met = (dice: Dice, act: Act): Act[] => (dice.chance(0.6) ? [act, { act: 'sync', ...station(dice) }] : [act]);
const rename = (dice: Dice): Act => ({
  act: dice.pick(['editEvent', 'editRecord'] as const),
  by: by(dice),
  pick: dice.int(100),
  field: 'title',
  value: dice.int(1000),
});
/** Somebody works on what a run left behind when it died, before the next one looks for it. */
const workedOn = (dice: Dice, act: Act): Act[] => (dice.chance(0.4) ? [act, rename(dice)] : [act]);

const goes = (dice: Dice): Act => ({
  act: dice.pick(['deleteEvent', 'deleteRecord'] as const),
  by: by(dice),
  pick: dice.int(100),
});
const wipes = (dice: Dice): Act => ({ act: 'wipe', ...station(dice) });
const choose = (dice: Dice): Act => ({ act: 'chooseAgain', ...station(dice), pick: dice.int(9) });
const breaks = (dice: Dice): BreakAct => ({
  act: 'break',
  what: dice.skewed(PARTS, 0.35),
  by: by(dice),
  pick: dice.pick([1, 1, 1, 0, 2]),
  status: dice.pick([0, 400, 403, 423, 500, 503, 504]),
  ...(dice.chance(0.3) ? { times: 1 + dice.int(3) } : {}),
});

/** Every kind of act that a history may mix, by name. A swarm picks a few of them (so that rare ones meet often somewhere). */
const MAKERS: Record<string, (dice: Dice) => Act | Act[]> = {
  createEvent,
  createRecord,
  imported,
  twin: (d) => ({ act: 'createTwin', by: by(d), tag: ++d.tag, pick: d.int(60) }),
  invite: (d) => {
    const invite: Act = {
      act: 'inviteEvent',
      by: by(d),
      tag: ++d.tag,
      day: d.int(20),
      title: d.int(TITLES.length),
      ...(d.chance(0.5) ? { everybody: true } : {}),
    };
    // Its record is edited, which must not come back to a meeting that somebody else organizes.
    return d.chance(0.3) ? [invite, { act: 'sync', ...station(d) }, rename(d)] : invite;
  },
  changeInvitation: (d) => ({
    act: 'changeInvitation',
    pick: d.int(9),
    value: d.int(1000),
    ...(d.chance(0.3) ? { cancel: true } : {}),
  }),
  editEvent: (d) => ({
    act: 'editEvent',
    by: by(d),
    pick: d.int(100),
    field: d.skewed(EVENT_FIELDS, 0.35),
    value: d.int(1000),
  }),
  editRecord: (d) => ({
    act: 'editRecord',
    by: by(d),
    pick: d.int(100),
    field: d.skewed(RECORD_FIELDS, 0.35),
    value: d.int(1000),
  }),
  series: (d) => [
    { act: 'setting', by: 0, change: { recurring: true } },
    {
      ...(createEvent(d) as Extract<Act, { act: 'createEvent' }>),
      by: 0,
      kind: d.chance(0.7) ? 'series' : 'timed',
      calendar: 0,
    },
    ...(d.chance(0.7) ? [{ act: 'sync', by: 0, browser: 0 } as const] : []),
    editSeries(d),
    ...(d.chance(0.5) ? [editSeries(d)] : []),
  ],
  deleteEvent: (d) => ({ act: 'deleteEvent', by: by(d), pick: d.int(100) }),
  deleteRecord: (d) => ({ act: 'deleteRecord', by: by(d), pick: d.int(100) }),
  restoreEvent: (d) => ({ act: 'restoreEvent', by: by(d), pick: d.int(100) }),
  restoreRecord: (d) => ({ act: 'restoreRecord', by: by(d), pick: d.int(100) }),
  moveEvent: (d) => ({ act: 'moveEvent', by: by(d), pick: d.int(100), calendar: d.int(2) }),
  copyEvent: (d) => ({ act: 'copyEvent', by: by(d), pick: d.int(100), tag: ++d.tag, calendar: d.skewed([0, 1]) }),
  respondEvent: (d) => ({
    act: 'respondEvent',
    by: by(d),
    pick: d.int(9),
    response: d.pick(['accepted', 'tentativelyAccepted', 'declined'] as const),
  }),
  respondRecord: (d) => ({
    act: 'respondRecord',
    by: by(d),
    pick: d.int(9),
    status: d.pick(['Accepted', 'Tentative', 'Declined'] as const),
  }),
  assign: (d) => ({ act: 'assignRecord', by: by(d), pick: d.int(100), to: d.int(3) }),
  users: (d) => ({ act: d.pick(['addUser', 'removeUser'] as const), by: by(d), pick: d.int(100), to: d.int(3) }),
  mass: (d) => [
    ...Array.from({ length: 4 + d.int(3) }, () => (d.chance(0.5) ? createEvent(d) : createRecord(d))),
    { act: 'sync', by: 0, browser: 0 },
    {
      act: d.pick(['massEditEvents', 'massDeleteEvents', 'massEditRecords', 'massDeleteRecords'] as const),
      by: by(d),
      value: d.int(1000),
      share: d.int(3),
    },
  ],
  rights: (d) => ({ act: 'rights', user: by(d), rights: d.pick(['full', 'team', 'own', 'noCall'] as const) }),
  setting: (d) => ({ act: 'setting', by: by(d), change: setting(d) }),
  calendars: (d) =>
    d.pick<() => Act>([
      () => ({ act: 'addCalendar', by: by(d), to: 0 }),
      () => ({ act: 'shareCalendar', by: by(d), to: d.int(3) }),
      () => ({ act: 'removeCalendar', by: by(d), pick: 1 }),
      () => ({ act: 'mainCalendar', by: by(d), pick: d.int(3), on: true }),
      () => ({ act: 'otherCalendar', by: by(d), pick: d.int(3), on: d.chance(0.5) }),
    ])(),
  moveMailbox: (d) => ({ act: 'moveMailbox', by: by(d) }),
  expireTokens: (d) => ({ act: 'expireTokens', by: by(d) }),
  fault: (d) => {
    const fault: Act = {
      act: 'fault',
      side: d.pick(['graph', 'espo'] as const),
      when: d.pick(['before', 'after'] as const),
      status: d.pick([0, 0, 429, 503, 500, 504]),
      times: d.skewed([1, 2, 3, 8], 0.6),
      ...(d.chance(0.5) ? { method: d.pick(['POST', 'PATCH', 'PUT', 'DELETE']) } : {}),
      ...(d.chance(0.3) ? { retryAfter: d.pick([1, 7, 40, 600]) } : {}),
    };
    const [first, run] = met(d, fault);
    // Something that the run has to write.
    return [...(d.chance(0.4) ? [rename(d)] : []), first as Act, ...(run ? workedOn(d, run) : [])];
  },
  conflict: (d) =>
    met(d, {
      act: 'fault',
      side: 'graph',
      when: 'before',
      status: 412,
      times: 1,
      method: 'PATCH',
      code: 'ErrorIrresolvableConflict',
    }),
  truncate: (d) => met(d, { act: 'truncate', side: d.pick(['graph', 'espo'] as const), times: 1 + d.int(2) }),
  deny: (d) =>
    met(d, {
      act: 'deny',
      side: d.pick(['graph', 'espo'] as const),
      by: by(d),
      pick: d.int(3),
      on: d.chance(0.7),
    }),
  break: (d) => {
    const broken = breaks(d);
    // A person typed a meeting on both sides, and one half stands in what fails.
    const twins: Act[] = d.chance(0.5)
      ? [
          {
            act: 'createTwin',
            by: broken.by ?? 0,
            tag: ++d.tag,
            pick: d.int(60),
            ...(broken.what === 'records' || broken.what === 'metadata'
              ? { type: broken.pick }
              : { calendar: broken.pick }),
          },
        ]
      : [];
    const first: Act[] = d.chance(0.5) ? [...twins, broken] : [broken, ...twins];
    const second: Act[] = d.chance(0.5)
      ? [
          { act: 'addCalendar', by: broken.by ?? 0, to: 0 },
          { act: 'otherCalendar', by: broken.by ?? 0, pick: 1, on: true },
        ]
      : [];
    return [
      ...second,
      ...first,
      ...(twins.length > 0 && d.chance(0.7) ? [{ act: 'sync', ...station(d) } as const] : met(d, rename(d))),
      ...(d.chance(0.3) ? [d.pick<(d: Dice) => Act>([goes, wipes])(d), { act: 'sync', ...station(d) } as const] : []),
      ...(d.chance(0.4) ? [{ act: 'mend' } as const] : []),
    ];
  },
  spoil: (d) => {
    const spoil: Act = {
      act: 'spoil',
      side: d.pick(['graph', 'espo'] as const),
      by: by(d),
      pick: d.int(60),
      how: d.int(9),
    };
    return [
      spoil,
      ...met(d, d.chance(0.5) ? rename(d) : goes(d)),
      ...(d.chance(0.4) ? [{ act: 'mend' } as const] : []),
    ];
  },
  vanish: (d) => {
    const who = by(d);
    const main = d.chance(0.5);
    const what = d.pick(['removeCalendar', 'remakeCalendar', 'renewCalendar', 'makeDefault'] as const);
    // Chosen and in use, before it is gone.
    const chosen: Act[] = [
      { act: 'addCalendar', by: who, to: 0 },
      main && what !== 'makeDefault'
        ? { act: 'mainCalendar', by: who, pick: 1, on: true }
        : { act: 'otherCalendar', by: who, pick: 1, on: true },
      { ...(createEvent(d) as Extract<Act, { act: 'createEvent' }>), by: who, calendar: d.int(2) },
      { act: 'sync', by: who, browser: d.int(2) },
    ];
    return [
      ...(d.chance(0.7) ? chosen : []),
      ...(d.chance(0.2) ? [breaks(d)] : []),
      { act: what, by: who, pick: 1 },
      createRecord(d),
      ...(d.chance(0.5) ? [createEvent(d)] : []),
      { act: 'sync', by: who, browser: d.int(2) },
      ...(d.chance(0.4) ? [{ act: 'sync', by: who, browser: 0 } as const, choose(d)] : []),
    ];
  },
  chooseAgain: (d) => choose(d),
  wait: (d) => ({ act: 'wait', ms: d.pick([1, 300, 900, HOUR, DAY, 3 * DAY, 30 * DAY]) }),
  skew: (d) => ({ act: 'skew', side: d.pick(['graph', 'espo'] as const), ms: d.pick([30_000, 150_000]) }),
  quota: (d) => {
    const where = station(d);
    return [
      { act: 'quota', ...where, times: 1 + d.int(3) },
      ...(d.chance(0.6) ? [{ act: 'sync' as const, ...where }] : []),
    ];
  },
  otherUser: (d) => ({ act: 'otherUser', by: by(d) }),
  wipe: (d) => ({ act: 'wipe', ...station(d) }),
  answer: (d) => ({ act: 'answer', ...station(d), pick: d.int(9), what: d.pick(['apply', 'discard'] as const) }),
  together: (d) => ({
    act: 'together',
    a: [by(d), 0],
    b: [by(d), 1],
    ...(d.chance(0.3) ? { crash: 1 + d.int(40) } : {}),
  }),
  crash: (d) => workedOn(d, { act: 'sync', ...station(d), crash: 1 + d.int(50) }),
  pause: (d) =>
    d.chance(0.5)
      ? { act: 'sync', ...station(d), pause: d.int(25) }
      : // Both sides are changed, one of them while the run stands between its look and its write.
        [rename(d), { act: 'sync', ...station(d), pause: 3 + d.int(12) }, rename(d)],
};
const NAMES = Object.keys(MAKERS);
/** Acts that need a second user, and those that need a second browser. */
const COLLEAGUES = new Set(['assign', 'users', 'rights']);
const BROWSERS = new Set(['together']);

/**
 * A random history. Most are small: one user, one browser, a handful of acts of a few kinds, two or three runs; a few are long. Every
 * history begins with things that people made, because nothing happens to nothing.
 */
export function randomHistory(random: Random): Act[] {
  const dice = new Dice(random);
  const cast = castOf(dice);
  const alone = cast.browsers.length === 1;
  const single = alone && cast.browsers[0] === 1;
  const long = dice.chance(0.015);
  const length = long ? 15 + dice.int(25) : 1 + dice.int(4);
  const kinds = Array.from({ length: long ? 10 : 2 + dice.int(4) }, () => dice.pick(NAMES)).filter(
    (name) => !((alone && COLLEAGUES.has(name)) || (single && BROWSERS.has(name))) || dice.chance(0.2),
  );
  const acts: Act[] = [cast];
  const add = (made: Act | Act[]) => acts.push(...(Array.isArray(made) ? made : [made]));
  add(dice.pick([createEvent, createRecord])(dice));
  // More of one second than a page holds.
  if (cast.page < 5) {
    add({ act: 'manyRecords', by: 0, tag: dice.tag + 1, count: 5 });
    dice.tag += 5;
  }
  if (dice.chance(0.3)) add(dice.pick([createEvent, createRecord])(dice));
  const twice = cast.browsers.indexOf(2);
  // What is new to two browsers of one user at the same moment.
  if (twice >= 0 && dice.chance(0.3)) add({ act: 'together', a: [twice, 0], b: [twice, 1] });
  else if (dice.chance(0.6)) add({ act: 'sync', ...station(dice) });
  for (let i = 0; i < length; i += 1) {
    const roll = dice.int(10);
    if (roll < 1) add({ act: 'sync', ...station(dice) });
    else if (roll < 2) add(dice.pick([createEvent, createRecord])(dice));
    else if (roll < 4 || kinds.length === 0) add(MAKERS[dice.pick(['editEvent', 'editRecord'])]?.(dice) ?? []);
    else add(MAKERS[dice.pick(kinds)]?.(dice) ?? []);
  }
  return acts;
}
