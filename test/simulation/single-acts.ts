/** Single acts at random. */

import {
  type Act,
  type BreakAct,
  type Guests,
  type Kind,
  PARTS,
  SERIES_CHANGES,
  TASK_CHANGES,
  TITLES,
  TYPES,
} from './acts.ts';
import { Dice } from './dice.ts';

const KINDS: readonly Kind[] = ['timed', 'allDay', 'zero', 'long', 'series'];

export const by = (dice: Dice) => dice.skewed([0, 1, 2], 0.55);

export const station = (dice: Dice) => ({ by: by(dice), browser: dice.int(2) });

export const createEvent = (dice: Dice): Act => ({
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

export const createRecord = (dice: Dice): Act => ({
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
export const imported = (d: Dice): Act[] => {
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

export const editSeries = (d: Dice): Act => ({
  act: 'editSeries',
  by: d.skewed([0, 1, 2], 0.8),
  pick: d.int(9),
  what: d.pick(SERIES_CHANGES),
  value: d.int(100),
});

/** What stands in the way of the next run, and mostly that run: before the rules are asked, all of it is gone. */
export const met = (dice: Dice, act: Act): Act[] =>
  dice.chance(0.6) ? [act, { act: 'sync', ...station(dice) }] : [act];

export const rename = (dice: Dice): Act => ({
  act: dice.pick(['editEvent', 'editRecord'] as const),
  by: by(dice),
  pick: dice.int(100),
  field: 'title',
  value: dice.int(1000),
});

/** Somebody works on what a run left behind when it died, before the next one looks for it. */
export const workedOn = (dice: Dice, act: Act): Act[] => (dice.chance(0.4) ? [act, rename(dice)] : [act]);

export const goes = (dice: Dice): Act => ({
  act: dice.pick(['deleteEvent', 'deleteRecord'] as const),
  by: by(dice),
  pick: dice.int(100),
});

export const wipes = (dice: Dice): Act => ({ act: 'wipe', ...station(dice) });

export const choose = (dice: Dice): Act => ({ act: 'chooseAgain', ...station(dice), pick: dice.int(9) });

export const breaks = (dice: Dice): BreakAct => ({
  act: 'break',
  what: dice.skewed(PARTS, 0.35),
  by: by(dice),
  pick: dice.pick([1, 1, 1, 0, 2]),
  status: dice.pick([0, 400, 403, 423, 500, 503, 504]),
  ...(dice.chance(0.3) ? { times: 1 + dice.int(3) } : {}),
});

/** People take part in a record who may be invited to its event, and others after it stands. */
export const guests = (d: Dice): Act[] => {
  const set = (): Act => ({ act: 'setGuests', by: 0, pick: d.int(100), value: d.int(16) });
  const sync: Act = { act: 'sync', by: 0, browser: 0 };
  const answer = (): Act[] =>
    d.chance(0.6)
      ? [{ act: 'answer', by: 0, browser: 0, pick: d.int(9), what: d.pick(['apply', 'discard']) }, sync]
      : [];
  const invite = d.pick(['ask', 'ask', 'draft', 'always', 'always'] as const);
  return [
    ...(d.chance(0.9) ? [{ act: 'setting', by: 0, change: { invite } } as const] : []),
    { ...(createRecord(d) as Extract<Act, { act: 'createRecord' }>), by: 0, type: 'Meeting' },
    set(),
    ...met(d, set()),
    ...answer(),
    ...(d.chance(0.3)
      ? [{ act: 'editEvent', by: 0, pick: d.int(100), field: 'guests', value: d.int(9) } as const]
      : []),
    ...(d.chance(0.6) ? [set(), sync, ...answer()] : []),
  ];
};

/** Made about as often as everything else is done to one. */
export const task = (dice: Dice): Act => ({
  act: 'task',
  by: by(dice),
  what: dice.chance(0.4) ? 'make' : dice.pick(TASK_CHANGES),
  pick: dice.int(100),
  value: dice.int(1000),
});
