import type { Act, CastAct } from './acts.ts';
import { DEFAULT_CAST } from './cast.ts';

/** One user, one browser, meetings in one calendar, unless told. */
export const cast = (over: Partial<CastAct> = {}): CastAct => ({
  ...DEFAULT_CAST,
  types: ['Meeting'],
  second: false,
  ...over,
});
/** The run that is stopped: at every step in turn. */
export const crash: Act = { act: 'crash', at: 0 };
export const sync: Act = { act: 'sync' };
export const event = (tag: number, over: Partial<Extract<Act, { act: 'createEvent' }>> = {}): Act => ({
  act: 'createEvent',
  tag,
  day: tag,
  title: 0,
  kind: 'timed',
  ...over,
});
export const record = (tag: number, over: Partial<Extract<Act, { act: 'createRecord' }>> = {}): Act => ({
  act: 'createRecord',
  tag,
  day: tag,
  title: 0,
  type: 'Meeting',
  ...over,
});
/** One made on either side, and synced. */
export const pair: Act[] = [event(1), record(2), sync];
export const editEvent = (pick: number, field: Extract<Act, { act: 'editEvent' }>['field'], value = 7): Act => ({
  act: 'editEvent',
  pick,
  field,
  value,
});
export const editRecord = (pick: number, field: Extract<Act, { act: 'editRecord' }>['field'], value = 7): Act => ({
  act: 'editRecord',
  pick,
  field,
  value,
});
export const set = (change: CastAct['settings']): Act => ({ act: 'setting', change });
export const three = cast({ types: ['Meeting', 'Call', 'CVisit'] });
export const two = cast({ second: true });
