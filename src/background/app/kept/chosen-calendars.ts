/** Which of the chosen calendars are there, gone, or not known to be either. */
import type { GoneChoice } from '../../../shared/needs';
import type { Settings } from '../../../shared/settings';
import { calendarName, DEFAULT_CALENDAR } from './last-seen';
import type { Surroundings } from './surroundings';

/** Chosen, and not on the list as it was before it could not be read any more: whether they are there nobody can say. */
export function unknownCalendars(settings: Settings, { outlook, stale }: Surroundings): string[] {
  if (!stale.some(({ side, feed }) => side === 'outlook' && feed === 'calendars')) return [];
  const chosen = [settings.mainCalendar, ...settings.otherCalendars];
  return chosen.filter((id) => id !== '' && !outlook.calendars.some((one) => one.id === id));
}

/** The calendar that was chosen; '' where it is gone, or where the mailbox calls another one its default than when nothing was chosen. */
export function mainCalendarOf(settings: Settings, around: Surroundings): string {
  const { calendars } = around.outlook;
  const chosen = settings.mainCalendar;
  const before = around.lastSeen.used[DEFAULT_CALENDAR] ?? '';
  // The only one answered "not found": the next look says what there is.
  if (calendars.length === 0) return chosen || before;
  if (chosen !== '') {
    const there = calendars.some(({ id }) => id === chosen) || unknownCalendars(settings, around).includes(chosen);
    return there ? chosen : '';
  }
  const now = calendars.find(({ isDefault }) => isDefault)?.id ?? '';
  return before === '' || before === now ? now : '';
}

const OF_NO_ENTITY = { type: '', label: '' };

/** Those that were chosen and are not there any more, or are not what they were chosen for. */
export function goneCalendars(settings: Settings, around: Surroundings): GoneChoice[] {
  const { calendars } = around.outlook;
  const { names, used } = around.lastSeen;
  const gone = (what: GoneChoice['what'], id: string, choices: GoneChoice['choices']): GoneChoice => ({
    what,
    of: OF_NO_ENTITY,
    id,
    name: names[calendarName(id)] ?? '',
    choices,
  });
  const main = settings.mainCalendar || (used[DEFAULT_CALENDAR] ?? '');
  const instead = calendars.flatMap(({ id, name, own, canEdit }) => (own && canEdit ? [{ id, title: name }] : []));
  const unknown = unknownCalendars(settings, around);
  const there = (id: string): boolean => unknown.includes(id) || calendars.some((one) => one.id === id);
  return [
    ...(mainCalendarOf(settings, around) === '' ? [gone('mainCalendar', main, instead)] : []),
    ...settings.otherCalendars.filter((id) => !there(id)).map((id) => gone('otherCalendar', id, [])),
  ];
}
