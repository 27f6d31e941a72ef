/** Arrivals that no pair is made of: they wait, or are left out with the reason. */
import { type Engine, isOut } from '../model/engine';
import { type Item, refOf } from '../model/item';
import type { Seen } from '../model/store';
import { leaveOut, type Open, type Paired } from './join';

/** Nobody can say what it is now, or what it was made for: its calendar or kind could not be read. */
export function waits(engine: Engine, paired: Paired, item: Item): boolean {
  if (isOut(engine, item.side, item.side === 'outlook' ? item.calendarId : item.type))
    paired.waiting.set(refOf(item), item.side);
  return paired.waiting.has(refOf(item));
}

/** It has waited since a run that was stopped, and the settings are others now: rule 4 holds whenever it was read. */
export function leftOut(engine: Engine, changes: Open, item: Item, reason: Seen['reason']): boolean {
  // An entity that only pauses in this run comes back by itself: what is for it waits.
  if (reason && reason !== 'entityOff') leaveOut(engine, changes, item, reason);
  return reason !== undefined;
}
