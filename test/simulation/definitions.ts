/** What administrators of a history's company have made of its kinds of records. */
import type { EntityType } from '../../src/background/espo/entity-type.ts';
import type { Control } from '../sandbox/espo/control.ts';

/** Of an administrator's own: what means the same as Held and Not Held comes first, and one says nothing of either. */
export function giveStatuses(control: Control, type: string): void {
  control.setField(type, 'status', { options: ['Planned', ...OWN_STATUSES, 'Held', 'Not Held', 'Tentative'] });
  control.setStatusLists(type, { completedStatusList: ['Done', 'Held'], canceledStatusList: ['Dropped', 'Not Held'] });
}
export const OWN_STATUSES = ['Done', 'Dropped', 'Confirmed'] as const;

/** A place with a 1 in it is refused, and the pattern is none that the client can read. */
export function tighten(control: Control, type: string, { nameField, locationField }: EntityType): void {
  control.setField(type, 'name', { maxLength: nameField.length });
  const place = { maxLength: locationField?.length ?? 0, pattern: '([^1]+)+' };
  control.setField(type, type === 'Call' ? 'cLocation' : 'location', place);
}
