import type { Engine } from '../model/engine';
import type { Item } from '../model/item';
import type { Seen } from '../model/store';
import { leaveOut, type Open } from './join';

/** It has waited since a run that was stopped, and the settings are others now: rule 4 holds whenever it was read. */
export function leftOut(engine: Engine, changes: Open, item: Item, reason: Seen['reason']): boolean {
  // An entity that only pauses in this run comes back by itself: what is for it waits.
  if (reason && reason !== 'entityOff') leaveOut(engine, changes, item, reason);
  return reason !== undefined;
}
