import browser from 'webextension-polyfill';
import { SyncError } from '../../../shared/codes';
import { espoAccount } from '../../store/values';

/**
 * A site that the browser was told not to reach any more looks like one that is down: "check your connection" would never end it. The
 * user takes the access back in the browser's own settings, and gives it with the next sign-in.
 */
export async function unlessForbidden(error: SyncError): Promise<SyncError> {
  const account = error.code === 'espo.unreachable' ? await espoAccount.get() : undefined;
  if (!account) return error;
  // Without a port: a pattern with one is refused by Firefox, and covers all ports anyway (platform.md).
  const { protocol, hostname } = new URL(account.site);
  const origin = `${protocol}//${hostname}/*`;
  if (await browser.permissions.contains({ origins: [origin] })) return error;
  return new SyncError('espo.permissionDeclined', origin, { cause: error });
}
