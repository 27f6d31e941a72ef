import { readAddress } from '../../shared/address';
import { errorView, Refused } from '../model/client';

/**
 * Asks for the access to this one site. Called on the click itself, before any await: the browser opens its question only for a
 * gesture of the user.
 */
export function askPermission(typed: string): Promise<void> {
  const address = readAddress(typed);
  if (typeof address === 'string') return Promise.reject(new Refused(errorView(address, typed.trim())));
  return chrome.permissions.request({ origins: address.origins }).then((granted) => {
    if (!granted) throw new Refused(errorView('espo.permissionDeclined', address.origins.join(' ')));
  });
}
