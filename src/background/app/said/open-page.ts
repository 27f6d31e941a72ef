/** Opens the full page, and the set-up after the installation. */
import browser, { type Runtime } from 'webextension-polyfill';

const PAGE = 'src/popup/page.html';

/** The full page in a tab of its own; `hash`: the view, from `#` on. */
export const openPage = (hash: string): Promise<unknown> =>
  browser.tabs.create({ url: browser.runtime.getURL(PAGE) + hash });

/** The set-up begins by itself, once: what was brought up to date is set up already. */
export async function onInstalled({ reason }: Runtime.OnInstalledDetailsType): Promise<void> {
  if (reason === 'install') await openPage('#start');
}
