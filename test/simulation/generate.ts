/** A random history: a swarm of a few kinds of acts. */

import type { Act } from './acts.ts';
import { Dice, type Random } from './dice.ts';
import { MAKERS } from './random-acts.ts';
import { castOf } from './random-cast.ts';
import { createEvent, createRecord, station } from './single-acts.ts';

const NAMES = Object.keys(MAKERS);

/** Acts that need a second user, and those that need a second browser. */
const COLLEAGUES = new Set(['assign', 'users', 'rights', 'takesPart']);

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
