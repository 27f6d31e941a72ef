/** After which errors a side shows that it waits for a sign-in. */
import { MEANS } from './sign-in-numbers';

/** After which errors a side shows that it waits for a sign-in: there is no token until somebody has signed in again, whoever opens the way. */
const NO_TOKEN: readonly string[] = [
  ...Object.keys(MEANS).filter((code) => code !== 'ms.server'),
  'ms.errorPage',
  'ms.signInFailed',
  'ms.noWindow',
  'ms.scopeMissing',
  'ms.noAccess',
];

/** The same of EspoCRM: no token, no session of this user, or no way to the site. */
const ESPO: readonly string[] = [
  'espo.signInNeeded',
  'espo.notKept',
  'espo.permissionDeclined',
  'espo.noSession',
  'espo.otherUser',
];

/** Whether the connection of that side is over until the user signs in. */
export const endsSignIn = (code: string): boolean => NO_TOKEN.includes(code) || ESPO.includes(code);
