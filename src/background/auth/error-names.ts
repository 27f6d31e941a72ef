/** What the sentence of a failed sign-in names: account, tenant, redirect address. */
import browser from 'webextension-polyfill';

/** '' where it is not known. */
export interface SignInNames extends Record<string, string> {
  account: string;
  tenant: string;
  redirect: string;
}

interface Known {
  tenantId: string;
  /** Whom the sign-in was for; '' where the user chose. */
  hint: string;
}

const LONGEST = 120;

/** The name in a text, if one is told there: Entra ID often hides it ("{EmailHidden}"). */
function told(text: string, pattern: RegExp): string {
  const name = pattern.exec(text)?.[1]?.trim() ?? '';
  return name === '' || name.length > LONGEST || /[{}<>]|hidden|telemetry/i.test(name) ? '' : name;
}

const ACCOUNT = [/\buser account '([^']+)'/i, /\buser account (\S+@\S+) does/i, /\bsigned in user '([^']+)'/i];
const TENANT = [/\bin tenant '([^']+)'/i, /\bin the directory '([^']+)'/i, /\bin the (.+?) directory\b/i];

const first = (text: string, patterns: readonly RegExp[]): string =>
  patterns.map((pattern) => told(text, pattern)).find((name) => name !== '') ?? '';

/**
 * Which account, directory and address a refused sign-in is about: as Entra ID tells it, else as we asked. Only words for the sentence;
 * nothing is decided by them.
 */
export function namesOf(text: string, { tenantId, hint }: Known): SignInNames {
  return {
    account: first(text, ACCOUNT) || hint,
    tenant: first(text, TENANT) || tenantId,
    redirect: browser.identity.getRedirectURL(),
  };
}
