import type { OutlookItem } from '../sync/model/item';
import type { Version } from '../sync/model/port';

/** Unchanged since the decision, which knew of everybody whom the write would mail (rule 5). */
export const isAsDecided = (now: OutlookItem, expect: Version): boolean =>
  expect.side === 'outlook' &&
  changeKey(now.etag) === changeKey(expect.etag) &&
  !(expect.hasAttendees === false && now.hasAttendees);

/** Weak or strong, quoted or not: the delta and the event itself may spell one state differently. */
const changeKey = (etag: string): string => etag.replace(/^W\//, '').replaceAll('"', '');
