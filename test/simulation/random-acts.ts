/** Every kind of act that a history may mix. */

import { DAY, HOUR } from '../../src/shared/time.ts';
import { type Act, type BreakAct, EVENT_FIELDS, type EventField, RECORD_FIELDS, TITLES } from './acts.ts';
import { Dice } from './dice.ts';
import { setting } from './random-cast.ts';
import { belongs, declined, over, takesPart } from './random-ends.ts';
import {
  breaks,
  by,
  choose,
  createEvent,
  createRecord,
  editSeries,
  goes,
  guests,
  imported,
  met,
  rename,
  station,
  task,
  wipes,
  workedOn,
} from './single-acts.ts';

/** Every kind of act that a history may mix, by name. A swarm picks a few of them (so that rare ones meet often somewhere). */
export const MAKERS: Record<string, (dice: Dice) => Act | Act[]> = {
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
  guests,
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
  // With rights to their own, mostly: who reads everything loses nothing by it.
  handOver: (d) => {
    const user = by(d);
    return [
      ...(d.chance(0.8) ? [{ act: 'rights', user, rights: d.pick(['own', 'team'] as const) } as const] : []),
      { act: 'handOver', by: user, pick: d.int(100) },
    ];
  },
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
  /** What was made, and whose answer never came, is changed before anybody looks for it. */
  lostCreate: (d) => {
    const inEspo = d.chance(0.5);
    const where = station(d);
    const made = inEspo ? createEvent(d) : createRecord(d);
    const fault = { when: 'after', status: d.pick([0, 503]), times: 1, method: 'POST' } as const;
    const changed = { act: inEspo ? 'editRecord' : 'editEvent', by: where.by, pick: d.int(100), value: d.int(1000) };
    return [
      made,
      { act: 'fault', side: inEspo ? 'espo' : 'graph', ...fault },
      { act: 'sync', ...where },
      { ...changed, field: d.pick(['title', 'when'] as const) } as Act,
      ...(d.chance(0.6) ? [{ act: 'sync', ...where } as const] : []),
    ];
  },
  /** A field may have been refused, and the next change of the event goes without it. */
  editedTwice: (d) => {
    const [where, pick] = [station(d), d.int(100)];
    const edit = (field: EventField, value: number): Act => ({ act: 'editEvent', by: where.by, pick, field, value });
    return [
      edit('location', d.pick([1, 10, 31, d.int(1000)])),
      { act: 'sync', ...where },
      edit(d.pick(['title', 'when'] as const), d.int(1000)),
      ...(d.chance(0.7) ? [{ act: 'sync', ...where } as const] : []),
    ];
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
    const twins: Act[] = d.chance(0.5) ? [twinIn(d, broken)] : [];
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
  twinInWhatFails: (d) => {
    const broken: BreakAct = { ...breaks(d), what: d.pick(['records', 'calendar'] as const), by: 0, pick: 1 };
    const chosen: Act = { act: 'otherCalendar', by: 0, pick: 1, on: true };
    return [
      ...(broken.what === 'calendar' ? [{ act: 'addCalendar', by: 0, to: 0 } as const, chosen] : []),
      ...d.pick([
        [twinIn(d, broken), broken],
        [broken, twinIn(d, broken)],
      ]),
      { act: 'sync', ...station(d) },
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
  task,
  over,
  declined,
  belongs,
  takesPart,
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

/** A person typed a meeting on both sides, and one half stands in what fails. */
const twinIn = (dice: Dice, { what, by, pick }: BreakAct): Act => ({
  act: 'createTwin',
  by: by ?? 0,
  tag: ++dice.tag,
  pick: dice.int(60),
  ...(what === 'records' || what === 'metadata' ? { type: pick } : { calendar: pick }),
});
