/** The content script: badges on the tiles of Outlook's calendar. */
import { MARK, type Notice } from '../shared/envelope';
import { Calendar } from './calendar';
import { Keeper } from './card/press';
import { orphaned, send } from './common/ask';
import { isCalendar } from './common/selectors';

/**
 * Outlook goes from mail to its calendar without loading another page, so this script is on all of it; but until the address is that of
 * the calendar it looks at nothing else (docs/permissions.md).
 */
let calendar: Calendar | undefined;
/** Hears only of what happens on the card and the line, and has to be there before any script of the page. */
const keeper = new Keeper();

function addressChanged(): void {
  if (stopIfOrphaned()) return;
  const isHere = isCalendar(location);
  if (isHere && !calendar) {
    calendar = new Calendar(() => !stopIfOrphaned(), keeper);
    calendar.start();
    seen();
  } else if (!isHere && calendar) {
    calendar.stop();
    calendar = undefined;
  } else calendar?.again();
}

function onMessage(message: Partial<Notice> | undefined): void {
  if (message?.mark === MARK && message.notice === 'links' && !stopIfOrphaned()) calendar?.renew();
}

/** The user opens the calendar, or comes back to it. */
function seen(): void {
  if (stopIfOrphaned() || document.visibilityState !== 'visible' || !calendar) return;
  calendar.again();
  // Nobody there to hear it (the worker is being replaced) is no error of this page.
  send('outlook.seen', {}).catch(() => undefined);
}

/** An extension that was updated leaves its scripts behind: this one takes everything of it off the page, and does nothing more. */
function stopIfOrphaned(): boolean {
  if (!orphaned()) return false;
  calendar?.stop();
  calendar = undefined;
  keeper.stop();
  clearInterval(watch);
  document.removeEventListener('visibilitychange', seen);
  window.removeEventListener('focus', seen);
  navigated?.removeEventListener('currententrychange', addressChanged);
  return true;
}

/** Milliseconds: looks whether it is orphaned, and where the browser does not tell, whether the address changed. */
const LOOKS = 1000;
const here = (): string => location.pathname + location.search;
let address = here();
const navigated = (window as { navigation?: EventTarget }).navigation;
navigated?.addEventListener('currententrychange', addressChanged);
const watch = setInterval(() => {
  if (stopIfOrphaned() || address === here()) return;
  address = here();
  addressChanged();
}, LOOKS);

keeper.start();
chrome.runtime.onMessage.addListener(onMessage);
document.addEventListener('visibilitychange', seen);
window.addEventListener('focus', seen);
addressChanged();
