/** What "Check my setup" says of both sides, line by line. Pure. */

import type { CheckLine } from '../../../shared/check';
import { isDue } from '../../../shared/due';
import type { SideName } from '../../../shared/items';
import { say, type TextKey } from '../../../shared/say';
import type { Settings } from '../../../shared/settings';
import type { ErrorView } from '../../../shared/state';
import { MINUTE } from '../../../shared/time';
import { listText } from '../../../shared/words';
import type { Level } from '../../espo/access';
import type { EntityType } from '../../espo/entity-type';
import { attention, well } from './check-line';
import { keyLines, leftOutLines } from './field-lines';

/** What was found out about one side: or why nothing could be. */
export type Found<T> = { ok: true; value: T } | { ok: false; error: ErrorView };

export interface OutlookFacts {
  account: string;
  canWrite: boolean;
  /** '' where the mailbox's time zone may not be read. */
  zone: string;
  /** Milliseconds its clock is ahead of ours. */
  skew: number;
  calendars: readonly CalendarFacts[];
}
export interface CalendarFacts {
  id: string;
  name: string;
  isDefault: boolean;
  canEdit: boolean;
}

export interface EspoFacts {
  user: string;
  entities: EntityType[];
  /** Level at which users may be read. */
  userRead: Level;
  assignment: Level;
  pageSize: number;
  secondWriter: boolean;
  skew: number;
}

/** What this browser knows by itself. */
export interface BrowserFacts {
  /** Another browser of the user syncs: its name; '' for none. */
  other: string;
  /** An Outlook tab has asked for badges since this browser was started. */
  badges: boolean;
}

export interface SetupFacts {
  settings: Settings;
  browser: BrowserFacts;
  outlook: Found<OutlookFacts>;
  espo: Found<EspoFacts>;
}

/** Addresses of attendees are looked up so many at a time. */
const SMALL_PAGE = 60;

/** Everything that a sync needs or profits from, and what is missing. Pure. */
export function setupLines({ settings, browser, outlook, espo }: SetupFacts): CheckLine[] {
  return [
    ...on('outlook', outlook.ok ? outlookLines(settings, outlook.value) : [failed('outlookFailed', outlook.error)]),
    ...on('espo', espo.ok ? espoLines(settings, espo.value) : [failed('espoFailed', espo.error)]),
    ...(outlook.ok && espo.ok ? clockLines(outlook.value.skew, espo.value.skew) : []),
    browser.other === '' ? well('onlyBrowser') : attention('otherBrowser', { name: browser.other }),
    well(browser.badges ? 'badgesSeen' : 'badgesNotYet'),
  ];
}

const on = (side: SideName, lines: CheckLine[]): CheckLine[] => lines.map((line) => ({ ...line, side }));

function failed(code: 'outlookFailed' | 'espoFailed', { code: error, names }: ErrorView): CheckLine {
  const key = error.replace('.', '_');
  const remedy = say(`remedy_${key}` as TextKey, names);
  return attention(code, { error: say(`error_${key}` as TextKey, names), remedy });
}

function outlookLines(settings: Settings, facts: OutlookFacts): CheckLine[] {
  const { account, canWrite, zone } = facts;
  const writes = settings.direction !== 'outlookToEspo';
  return [
    well('outlookConnected', { account }),
    writes && !canWrite ? attention('mayNotWrite') : well(writes ? 'mayWrite' : 'mayRead'),
    zone === '' ? attention('noZone') : well('zone', { zone }),
    ...calendarLines(settings, facts, writes),
  ];
}

/** The main calendar is written in, so it has to be open; of the others it is said which are only read. */
function calendarLines(settings: Settings, { calendars }: OutlookFacts, writes: boolean): CheckLine[] {
  const { mainCalendar, otherCalendars } = settings;
  const isMain = ({ id, isDefault }: CalendarFacts) => (mainCalendar === '' ? isDefault : id === mainCalendar);
  const chosen = calendars.filter((one) => isMain(one) || otherCalendars.includes(one.id));
  return chosen.map((calendar) => {
    const { name, canEdit } = calendar;
    if (writes && !canEdit && isMain(calendar)) return attention('mainReadOnly', { name });
    return well(writes && canEdit ? 'calendarWritten' : 'calendarRead', { name });
  });
}

function espoLines(settings: Settings, facts: EspoFacts): CheckLine[] {
  const { user, entities, secondWriter, pageSize } = facts;
  const chosen = settings.entities.map(({ type }) => ({ type, entity: entities.find((e) => e.type === type) }));
  // Nothing is written to what is due.
  const there = chosen.flatMap(({ type, entity }) => (entity && !isDue(type) ? entity : []));
  return [
    well('espoConnected', { user }),
    ...chosen.map(({ type, entity }) => rightsLine(settings, type, entity)),
    ...(settings.direction === 'espoToOutlook'
      ? []
      : [...keyLines(there), ...there.flatMap(leftOutLines), sharingLine(facts)]),
    secondWriter ? attention('secondWriter') : well('noSecondWriter'),
    ...(pageSize < SMALL_PAGE ? [attention('smallPages', { count: pageSize })] : []),
  ];
}

function rightsLine({ direction }: Settings, type: string, entity: EntityType | undefined): CheckLine {
  if (!entity) return attention('noEntity', { entity: type });
  const { label, rights } = entity;
  if (direction === 'espoToOutlook' || isDue(type)) return well('entityReads', { entity: label });
  const lacking = [
    ...(rights.create ? [] : [say('right_create')]),
    ...(rights.edit === 'no' ? [say('right_edit')] : []),
    ...(rights.remove === 'no' ? [say('right_remove')] : []),
  ];
  return lacking.length === 0
    ? well('entityAll', { entity: label })
    : attention('entityLacks', { entity: label, rights: listText(lacking, 'disjunction') });
}

const LEVELS = { no: 0, own: 1, team: 2, all: 3 } as const;

/** What one record for several colleagues takes. */
function sharingLine({ userRead, assignment }: EspoFacts): CheckLine {
  const lacking = [
    ...(LEVELS[userRead] < LEVELS.team ? [say('right_readUsers')] : []),
    ...(LEVELS[assignment] < LEVELS.team ? [say('right_assign')] : []),
  ];
  return lacking.length === 0 ? well('sharing') : attention('noSharing', { rights: listText(lacking, 'disjunction') });
}

/** A clock that is wrong by more than a minute makes the wrong change the last one. */
function clockLines(outlook: number, espo: number): CheckLine[] {
  const off = (skew: number) => Math.abs(skew) > MINUTE;
  if (!off(outlook) && !off(espo)) return [well('clocks')];
  // Both servers say the same: it is this computer.
  if (off(outlook) && off(espo) && Math.abs(outlook - espo) <= MINUTE) return [attention('clockHere', wrong(-outlook))];
  return [
    ...(off(outlook) ? on('outlook', [attention('clockOutlook', wrong(outlook))]) : []),
    ...(off(espo) ? on('espo', [attention('clockEspo', wrong(espo))]) : []),
  ];
}

const wrong = (skew: number) => ({
  count: Math.round(Math.abs(skew) / MINUTE),
  way: skew > 0 ? 'ahead' : 'behind',
});
