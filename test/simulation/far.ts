import { DAY } from '../../src/shared/time.ts';

/** Before "Sync since", or behind the window of two years: left out before it is looked at. */
export function isFar(start: number, createdAt: number, since: string): boolean {
  const from = since === '' ? createdAt : Date.parse(since);
  return start < from || start > createdAt + 700 * DAY;
}
