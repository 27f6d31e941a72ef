import type { SideState } from '../../../shared/state';
import { type AskPolicy, connectedElsewhere, managed } from '../../store/managed';
import * as stored from '../../store/values';
import { espoLogin } from '../kept/espo-login';

/** How either side stands, from what is stored: no request to any server. */
export async function sideStates(
  connecting = { outlook: false, espo: false },
  ask: AskPolicy = managed,
): Promise<Record<'outlook' | 'espo', SideState>> {
  const [microsoft, espo, signIn, elsewhere] = await Promise.all([
    stored.microsoftAccount.get(),
    stored.espoAccount.get(),
    stored.signInNeeded.get(),
    connectedElsewhere(ask),
  ]);
  // Nobody has asked EspoCRM yet, but without a token it will ask back.
  const over = espo !== undefined && (await espoLogin()) === undefined;
  return {
    outlook: sideState(microsoft !== undefined, signIn.outlook || elsewhere.outlook !== '', connecting.outlook),
    espo: sideState(espo !== undefined, signIn.espo || over || elsewhere.espo !== '', connecting.espo),
  };
}

function sideState(known: boolean, signIn: boolean, connecting: boolean): SideState {
  if (!known) return connecting ? 'connecting' : 'disconnected';
  return signIn ? 'signInNeeded' : 'connected';
}
