/**
 * Everything that is relied on in Outlook's page, in one place, each with its evidence (facts/outlook-web.md by number; A: several
 * independent programs that ran against it, B: one). Class names are build hashes and never used. When Outlook changes, it is mended here.
 */

/** A, 1.1: the wrapper of every event tile; its value is the item's id. Also on the button itself. */
export const ID = 'data-calitemid';
export const TILE = `[${ID}]`;
/** A, 1.1: the localised label and, in the first line of `title`, the clean subject. */
export const LABELLED = '[role=button][aria-label]';
/** A, 1.2: the calendar as a whole, and the surface with the tiles. */
export const MODULE = '[data-app-section=CalendarModule]';
export const SURFACE = '[data-app-section=CalendarModuleSurface]';
/** A, 1.2: columns of day and week views; all tiles of a column need not lie inside it. */
export const COLUMN_DATE = 'data-column-date';
/** B, 1.2: cells of the month, `monthDayCell_<date>T00:00:00.000<offset>_...`. */
export const MONTH_CELL = '[id^="monthDayCell_"]';
/** B, 1.1: the sign of a private event, in every language. */
export const PRIVATE = 'i[data-icon-name*="LockClosed"]';
/** A, 2: the card that a press on a tile opens; it carries no id. */
export const PEEK = '[data-app-section=CalendarItemPeek]';
/** A, 2: an event's form, in a modal, a tab or a window of its own. */
export const FORM = '[data-app-section=Form_Content]';
/** A, 2: the modal that a form over the calendar stands in. */
export const MODAL = '[id^="ModalFocusTrapZone"], .ms-Modal-scrollableContent';
/** A, 2: the subject in a form: text where it is read, a field where it is written. */
export const SUBJECT = '[id$="_SUBJECT"]';

/** Only the calendar is looked at; Outlook goes there from mail without loading another page (docs/permissions.md). */
export const CALENDAR_PATH = /^\/(hosted\/)?calendar(\/|$)/;
/** The classic address (2: Graph's webLink of an event): of which part of Outlook says its query. */
const CLASSIC = /^\/owa\/?$/;
/** A, 2: addresses of one event; of a group's calendar they name three ids, and none is known here. */
const ITEM_PATH = /^\/(?:hosted\/)?calendar\/(?:item|(?:\d+\/)?deeplink\/read)\/(?!group\/)(.+)$/;

export function isCalendar({ pathname, search }: Pick<URL, 'pathname' | 'search'>): boolean {
  const path = CLASSIC.test(pathname) ? (new URLSearchParams(search).get('path') ?? '') : pathname;
  return CALENDAR_PATH.test(path);
}

/** The id in the address of an event's own tab or window, as it stands there. */
export function idInAddress(address: string): string | undefined {
  const url = new URL(address);
  const path = ITEM_PATH.exec(url.pathname)?.[1];
  if (path !== undefined) return path;
  if (!CLASSIC.test(url.pathname)) return undefined;
  // A plus sign of the EWS alphabet reads as a blank in a query.
  for (const [name, value] of url.searchParams)
    if (name.toLowerCase() === 'itemid' && value !== '') return value.replaceAll(' ', '+');
  return undefined;
}
