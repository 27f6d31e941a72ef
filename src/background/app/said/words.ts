/** The few words that the worker says itself: the title of the button in the toolbar, and notifications. */
import { dateLocale, say, type TextKey } from '../../../shared/say';
import type { StatusView } from '../../../shared/status';
import { listText, sideText } from '../../../shared/words';

export const productName = (): string => say('name');

export function titleOf(status: StatusView, needs: number, now: number): string {
  const said = [stateText(status, now), needs > 0 && status.kind !== 'needsYou' ? needsText(needs) : ''];
  return [productName(), ...said.filter((text) => text !== '')].join('\n');
}

export const needsText = (count: number): string => say('status_needsYou', { count });

export const changesText = (count: number): string => say('notify_changes', { count });

export function stateText(status: StatusView, now: number): string {
  switch (status.kind) {
    case 'connect':
      return say('status_connect');
    case 'connecting':
      return say('status_connectingHint', named([status.side]));
    case 'signInNeeded':
      return say('status_signInHint', named(status.sides));
    case 'missing':
      return say('status_missing');
    case 'error':
    case 'otherBrowser':
      return say(`error_${status.error.code.replace('.', '_')}` as TextKey, status.error.names);
    case 'needsYou':
      return needsText(status.count);
    case 'held':
      return say('status_heldHint');
    case 'off':
      return say('error_sync_off');
    case 'paused':
      return status.until === 0
        ? say('status_paused')
        : say('status_pausedUntil', { time: timeText(status.until, now) });
    case 'syncing':
      return say('status_syncing');
    case 'notStarted':
      return say('status_notStarted');
    case 'waiting':
      return say('status_waiting');
    case 'synced':
      return say('status_synced', { time: timeText(status.at, now) });
  }
}

const named = (sides: readonly ('outlook' | 'espo')[]) => ({
  sides: listText(sides.map(sideText)),
});

/** The time of day for today, with the date otherwise. */
function timeText(at: number, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const format: Intl.DateTimeFormatOptions = today
    ? { timeStyle: 'short' }
    : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(dateLocale(), format).format(at);
}
