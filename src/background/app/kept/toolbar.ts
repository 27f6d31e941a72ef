import browser from 'webextension-polyfill';
import { ERRORS, type ErrorCode } from '../../../shared/codes';
import * as stored from '../../store/values';
import { espoToken } from './services';

/** What the button in the toolbar says. The browser forgets it when it ends, so it is said again when it starts. */
export async function showToolbar(): Promise<void> {
  await browser.action.setBadgeText({ text: (await needsUser()) ? '!' : '' });
}

async function needsUser(): Promise<boolean> {
  const last = await stored.lastRun.get();
  if (last && last.held > 0) return true;
  // Another browser of the user syncs: nothing is wrong.
  const error = last?.mended ? undefined : last?.error?.code;
  if (error && error !== 'sync.otherBrowser' && ERRORS[error as ErrorCode] === 'user') return true;
  const { outlook, espo } = await stored.signInNeeded.get();
  if (outlook && (await stored.microsoftAccount.get())) return true;
  return (await stored.espoAccount.get()) !== undefined && (espo || (await espoToken()) === '');
}
