/** The browser's own window for a sign-in. */
import type { INavigationClient } from '@azure/msal-browser';
import browser from 'webextension-polyfill';
import { SyncError } from '../../shared/codes';

/** MSAL asks to navigate to the authorize URL: the browser's own auth window does it and hands back the redirect. */
export class AuthWindow implements INavigationClient {
  hash = '';
  readonly #signal: AbortSignal | undefined;

  /**
   * With `signal` somebody looks on, and may give it up: the window itself cannot be closed from here, but what it still hands back is
   * dropped. Without, nothing is shown.
   */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  navigateInternal(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async navigateExternal(url: string): Promise<boolean> {
    // Not every browser that runs extensions has it, and Edge on a phone not always (MicrosoftEdge-Extensions#364).
    if (typeof browser.identity?.launchWebAuthFlow !== 'function') throw new SyncError('ms.noWindow');
    const interactive = this.#signal !== undefined;
    const details: Record<string, unknown> = { url, interactive };
    // Chromium only (Firefox throws on unknown keys): let a silent flow follow script redirects instead of giving up on the first page.
    if (!interactive && !browser.runtime.getURL('').startsWith('moz-'))
      Object.assign(details, { abortOnLoadForNonInteractive: false, timeoutMsForNonInteractive: 10_000 });
    const back = await unlessAborted(
      browser.identity.launchWebAuthFlow(details as unknown as browser.Identity.LaunchWebAuthFlowDetailsType),
      this.#signal,
    );
    this.hash = new URL(back).hash;
    return true;
  }
}

/** What comes of it, or the reason for which it is not waited for any more. */
export function unlessAborted<T>(task: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return task;
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([task, aborted]);
}
