/** Draws the button in the toolbar as the status is now. */
import browser from 'webextension-polyfill';
import { statusNow } from './now';
import { iconOf } from './toolbar-icon';
import { type Mark, toolbarOf } from './toolbar-view';

/** The icon that is shown; the browser forgets it when it ends, and this worker with it. */
let shown: Mark | undefined;

/** What the button in the toolbar says, in shape, number and words. Said again whenever something of it may have changed. */
export async function showToolbar(running: boolean): Promise<void> {
  const { status, needs } = await statusNow(running);
  const { mark, badge, color, title } = toolbarOf(status, needs.length, Date.now());
  await browser.action.setBadgeText({ text: badge });
  await browser.action.setBadgeBackgroundColor({ color });
  await browser.action.setTitle({ title });
  if (shown === mark) return;
  const imageData = await iconOf(mark);
  if (imageData) await browser.action.setIcon({ imageData: imageData as never });
  shown = mark;
}
