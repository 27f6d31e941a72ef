import type { StatusView } from '../../../shared/status';

/** The few words that the worker says itself: the title of the button in the toolbar, and notifications. */

export const PRODUCT = 'Outlook Calendar for EspoCRM';
const SIDES = { outlook: 'Outlook', espo: 'EspoCRM' } as const;

export function titleOf(status: StatusView, needs: number, now: number): string {
  const said = [stateText(status, now), needs > 0 && status.kind !== 'needsYou' ? needsText(needs) : ''];
  return [PRODUCT, ...said.filter((text) => text !== '')].join('\n');
}

export const needsText = (needs: number): string =>
  needs === 1 ? 'One question needs you' : `${needs} questions need you`;

export const changesText = (changed: number): string =>
  changed === 1 ? 'One change was carried over' : `${changed} changes were carried over`;

export function stateText(status: StatusView, now: number): string {
  switch (status.kind) {
    case 'connect':
      return 'Not connected yet';
    case 'connecting':
      return `Connecting ${SIDES[status.side]}`;
    case 'signInNeeded':
      return `Sign in to ${status.sides.map((side) => SIDES[side]).join(' and ')}`;
    case 'missing':
      return 'A permission is missing';
    case 'error':
    case 'otherBrowser':
      return status.error.sentence;
    case 'needsYou':
      return needsText(status.count);
    case 'held':
      return 'Held: so many changes at once wait for you';
    case 'off':
      return 'The sync is off';
    case 'paused':
      return status.until === 0 ? 'Paused' : `Paused until ${timeText(status.until, now)}`;
    case 'syncing':
      return 'Syncing';
    case 'notStarted':
      return 'Not started yet';
    case 'waiting':
      return 'The next sync comes by itself';
    case 'synced':
      return `Synced ${timeText(status.at, now)}`;
  }
}

/** The time of day for today, with the date otherwise. */
function timeText(at: number, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const format: Intl.DateTimeFormatOptions = today
    ? { timeStyle: 'short' }
    : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(undefined, format).format(at);
}
