/** Acts in a row that lead to something which chance alone would seldom meet: meetings that end, invitations that are declined, questions that are answered. */
import { DAY } from '../../src/shared/time.ts';
import { type Act, RECORD_FIELDS, TITLES } from './acts.ts';
import type { Dice } from './dice.ts';
import { by, createEvent, createRecord, rename, station } from './single-acts.ts';

/** A person may have worked on it before, and the run that marks it may be killed. */
const run = (d: Dice): Act => ({ act: 'sync', ...station(d), ...(d.chance(0.25) ? { crash: 1 + d.int(50) } : {}) });
const edit = (d: Dice): Act =>
  d.chance(0.5)
    ? rename(d)
    : { act: 'editRecord', by: by(d), pick: d.int(100), field: d.pick(RECORD_FIELDS), value: d.int(1000) };

export const over = (d: Dice): Act[] => [
  { act: 'setting', by: by(d), change: { markHeld: true } },
  ...(d.chance(0.6) ? [d.pick([createEvent, createRecord])(d)] : []),
  { act: 'sync', ...station(d) },
  ...(d.chance(0.4) ? [edit(d)] : []),
  { act: 'wait', ms: d.pick([DAY, 10 * DAY, 30 * DAY, 30 * DAY]) },
  ...(d.chance(0.3) ? [edit(d)] : []),
  run(d),
  ...(d.chance(0.4) ? [edit(d), run(d)] : []),
];

export const declined = (d: Dice): Act[] => [
  { act: 'setting', by: by(d), change: { declinedNotHeld: true, ...(d.chance(0.2) ? { attendees: false } : {}) } },
  { act: 'inviteEvent', by: by(d), tag: ++d.tag, day: d.int(20), title: d.int(TITLES.length), everybody: true },
  { act: 'sync', ...station(d) },
  ...(d.chance(0.4) ? [edit(d)] : []),
  d.chance(0.7)
    ? { act: 'respondEvent', by: by(d), pick: d.int(9), response: 'declined' }
    : { act: 'deleteEvent', by: by(d), pick: d.int(100) },
  run(d),
  ...(d.chance(0.4) ? [edit(d), run(d)] : []),
];

/** A record is made for a meeting with a customer, and the user says what it belongs to, or somebody else does first. */
export const belongs = (d: Dice): Act[] => {
  const who = by(d);
  const parent = (): Act => ({ act: 'editRecord', by: by(d), pick: d.int(100), field: 'parent', value: d.int(1000) });
  return [
    { act: 'setting', by: who, change: { setParent: 'ask', parentByDomain: d.chance(0.5) } },
    { ...(createEvent(d) as Extract<Act, { act: 'createEvent' }>), by: who, guests: d.pick(['outsider', 'both']) },
    run(d),
    ...(d.chance(0.3) ? [parent(), ...(d.chance(0.5) ? [run(d)] : [])] : []),
    { act: 'belongs', by: who, browser: d.int(2), pick: d.int(9) },
    ...(d.chance(0.3) ? [parent()] : []),
    ...(d.chance(0.3) ? [edit(d)] : []),
    run(d),
  ];
};

/** A user takes part in a colleague's record, and has an event for it when its owner, or the owner's browser, invites them. */
export const takesPart = (d: Dice): Act[] => {
  const always = d.chance(0.5);
  const sync = (who: number): Act => ({ act: 'sync', by: who, browser: d.int(2) });
  return [
    { act: 'setting', by: 1, change: { alsoParticipant: true, direction: 'both' } },
    { act: 'setting', by: 0, change: { direction: 'both', ...(always ? { invite: 'always' } : {}) } },
    {
      ...(createRecord(d) as Extract<Act, { act: 'createRecord' }>),
      by: 0,
      day: 2 + d.int(15),
      type: 'Meeting',
      for: 0,
    },
    { act: 'addUser', by: 0, pick: d.int(100), to: 1 },
    ...(d.chance(0.7) ? [sync(1), sync(0)] : [sync(0), sync(1)]),
    ...(d.chance(0.2) ? [edit(d)] : []),
    ...(always ? [] : [{ act: 'editEvent', by: 0, pick: d.int(100), field: 'guests', value: 2 * d.int(100) } as const]),
    ...(d.chance(0.5) ? [sync(1), sync(0)] : [sync(0), sync(1)]),
  ];
};
