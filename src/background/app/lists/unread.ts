import type { SearchAnswer } from '../../../shared/items';
import type { Settings } from '../../../shared/settings';
import { mainCalendarOf } from '../kept/chosen-calendars';
import type { Surroundings } from '../kept/surroundings';

/** What is not read at all, so that nothing of it can be found: calendars and kinds of records that are not chosen. Pure. */
export function unreadOf(settings: Settings, around: Surroundings | undefined): SearchAnswer['unread'] {
  if (!around || around.outlook.calendars.length === 0) return { calendars: [], entities: [] };
  const main = mainCalendarOf(settings, around);
  const chosen = new Set([main, ...settings.otherCalendars]);
  const types = new Set(settings.entities.map(({ type }) => type));
  return {
    calendars: around.outlook.calendars.flatMap(({ id, name }) => (chosen.has(id) ? [] : [name])),
    entities: around.espo.entities.flatMap(({ type, label }) => (types.has(type) ? [] : [label])),
  };
}
