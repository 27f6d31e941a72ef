import { browserId } from '../../store/values';
import { type Hints, nameOf } from './browser-name';

/** This browser as the lease names it: an id of its own, and words for the user's other browsers. */
export async function thisBrowser(): Promise<{ browser: string; name: string }> {
  let browser = await browserId.get();
  if (browser === '') {
    browser = crypto.randomUUID();
    await browserId.set(browser);
  }
  return { browser, name: nameOf(navigator as Navigator & { userAgentData?: Hints }) };
}
