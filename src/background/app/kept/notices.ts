/** Tells pages and Outlook tabs that there is something new to ask for. */
import browser from 'webextension-polyfill';
import { MARK, type Notice } from '../../../shared/envelope';
import { badgeTabs } from '../../store/values';

/** Pages that show the state ask for it again. Nobody listening is no error. */
export function tellPages(): void {
  const notice: Notice = { mark: MARK, notice: 'state' };
  browser.runtime.sendMessage(notice).catch(() => undefined);
}

/** Outlook tabs look their tiles up again: a badge is gone at once when its link goes. */
export async function tellTabs(): Promise<void> {
  const notice: Notice = { mark: MARK, notice: 'links' };
  const tabs = await badgeTabs.get();
  const open: number[] = [];
  for (const tab of tabs) {
    try {
      await browser.tabs.sendMessage(tab, notice);
      open.push(tab);
    } catch {
      // The tab was closed or left Outlook.
    }
  }
  if (open.length !== tabs.length) await badgeTabs.set(open);
}
