/** Which days the page shows, and what its tiles say. Reads only the calendar's surface. */
import { COLUMN_DATE, ID, LABELLED, MONTH_CELL, SURFACE, TILE } from '../common/selectors';
import type { Said } from '../recognise/known-events';

const DATE = /\d{4}-\d{2}-\d{2}/;

/** In order; empty where the page does not say. */
export function daysShown(): string[] {
  const days = new Set<string>();
  for (const column of document.querySelectorAll(`[${COLUMN_DATE}]`)) days.add(column.getAttribute(COLUMN_DATE) ?? '');
  for (const cell of document.querySelectorAll(MONTH_CELL)) days.add(DATE.exec(cell.id)?.[0] ?? '');
  return [...days].filter((day) => DATE.test(day)).sort();
}

/** The day of the column or cell that a tile lies in; '' where it lies in none. */
function dayOf(tile: Element): string {
  const place = tile.closest(`[${COLUMN_DATE}], ${MONTH_CELL}`);
  return (place?.getAttribute(COLUMN_DATE) ?? DATE.exec(place?.id ?? '')?.[0]) || '';
}

const labelled = (tile: Element): Element => (tile.matches(LABELLED) ? tile : (tile.querySelector(LABELLED) ?? tile));

export function saidBy(tile: Element): Said {
  const button = labelled(tile);
  return {
    id: tile.getAttribute(ID) ?? '',
    label: button.getAttribute('aria-label') ?? '',
    title: button.getAttribute('title') ?? '',
    day: dayOf(tile),
  };
}

/** What looks like an event and carries no id. */
export const nameless = (): Element[] =>
  [...document.querySelectorAll(`${SURFACE} ${LABELLED}`)].filter(
    (button) => button.hasAttribute('title') && !button.closest(TILE),
  );

export const language = (): string => document.documentElement.lang || 'en';
