/** Both connections as the page shows them. */
import browser from 'webextension-polyfill';
import { OFFERS_CONSENT } from '../../../shared/codes';
import type { AppState, SideState } from '../../../shared/state';
import { READ_SCOPES, WRITE_SCOPES } from '../../auth/scopes';
import { type AskPolicy, cloudNow, connectedElsewhere, connectionNow } from '../../store/managed';
import * as stored from '../../store/values';
import { isAsking } from '../accounts/attempt';
import { toView } from '../kept/errors';
import { espoLogin, whyNoToken } from '../kept/espo-login';
import { isPaused } from '../kept/page-health';

export async function outlookConnection(state: SideState, ask: AskPolicy): Promise<AppState['outlook']> {
  const [account, told, connection, cloud, health, elsewhere] = await Promise.all([
    stored.microsoftAccount.get(),
    stored.outlookError.get(),
    connectionNow(ask),
    cloudNow(ask),
    stored.pageHealth.get(),
    connectedElsewhere(ask),
  ]);
  const error = told ?? elsewhereError(elsewhere.outlook);
  const redirect = browser.identity.getRedirectURL();
  const { clientId } = connection;
  const tenant = encodeURIComponent(connection.tenantId || 'organizations');
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirect });
  const adminLink = clientId === '' ? '' : `${cloud.login}/${tenant}/adminconsent?${query}`;
  return {
    state,
    account: account ? account.address || account.name : '',
    canWrite: account?.canWrite ?? false,
    error: error && toView(error),
    consentLink: OFFERS_CONSENT.some((code) => code === error?.code) ? adminLink : '',
    redirect,
    scopes: { read: [...READ_SCOPES], write: [...WRITE_SCOPES] },
    adminLink,
    asking: isAsking(),
    badgesPaused: account !== undefined && isPaused(health),
  };
}

export async function espoConnection(state: SideState, ask: AskPolicy): Promise<AppState['espo']> {
  const [account, told, elsewhere] = await Promise.all([
    stored.espoAccount.get(),
    stored.espoError.get(),
    connectedElsewhere(ask),
  ]);
  const over = account !== undefined && (await espoLogin()) === undefined;
  const error =
    told ??
    elsewhereError(elsewhere.espo) ??
    (over ? { code: await whyNoToken(ask), detail: '', names: {} } : undefined);
  const codeNeeded = error?.code === 'espo.codeNeeded';
  return {
    state,
    site: account?.site ?? '',
    user: account?.userName ?? '',
    version: account?.version ?? '',
    session: account?.session ?? false,
    // A second factor is a step, no error.
    error: error && !codeNeeded ? toView(error) : undefined,
    codeNeeded: codeNeeded || error?.code === 'espo.codeWrong',
    codeBy: codeNeeded ? codeBy(error.detail) : '',
  };
}

/** Said beside the side that is to be connected again, before any run has found it out. */
const elsewhereError = (elsewhere: string): stored.StoredError | undefined =>
  elsewhere === '' ? undefined : { code: 'policy.elsewhere', detail: elsewhere, names: {} };

/** By what EspoCRM calls its question (espo.md 1): enterTotpCode, enterCodeSentInEmail, enterCodeSentBySms. */
const codeBy = (question: string): AppState['espo']['codeBy'] =>
  /email/i.test(question) ? 'email' : /sms/i.test(question) ? 'sms' : '';
