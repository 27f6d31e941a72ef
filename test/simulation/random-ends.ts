/** Meetings that end, and invitations that are declined, where their records are to say so. */
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
