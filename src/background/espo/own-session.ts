/** Whether the EspoCRM that is open in this browser is still signed in as the user of this account. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { EspoAnswer } from './client';
import type { SessionLogin } from './credential';
import { EspoId } from './schema';

/**
 * Milliseconds for which an answer holds: nobody signs out and in again within them by hand, and a first sync of thousands asks once in
 * some forty requests.
 */
const FRESH = 2000;

const WhoAsks = v.object({ user: v.object({ id: EspoId, userName: v.pipe(v.string(), v.maxLength(255)) }) });

/**
 * A cookie belongs to the browser: between two requests of a run another person may have signed in there, and what we read and write
 * would be theirs. No request can name its user (X-Another-User is for administrators), so that it is asked for.
 */
export class OwnSession {
  readonly #login: SessionLogin;
  readonly #ask: () => Promise<EspoAnswer>;
  readonly #now: () => number;
  #asked: { at: number; answer: Promise<EspoAnswer | undefined> } | undefined;

  constructor(login: SessionLogin, ask: () => Promise<EspoAnswer>, now: () => number) {
    this.#login = login;
    this.#ask = ask;
    this.#now = now;
  }

  /** Throws where it is not this user's; the answer of a server that is too busy to say. */
  async sure(): Promise<EspoAnswer | undefined> {
    const now = this.#now();
    if (!this.#asked || Math.abs(now - this.#asked.at) > FRESH) this.#asked = { at: now, answer: this.#look() };
    const mine = this.#asked;
    try {
      const busy = await mine.answer;
      if (busy && this.#asked === mine) this.#asked = undefined;
      return busy;
    } catch (error) {
      // It is asked again by whatever comes next.
      if (this.#asked === mine) this.#asked = undefined;
      throw error;
    }
  }

  async #look(): Promise<EspoAnswer | undefined> {
    const answer = await this.#ask();
    const { status, body } = answer;
    if (status === 401) throw new SyncError('espo.noSession');
    if (status === 429 || status === 502 || status === 503 || status === 504) return answer;
    if (status !== 200) throw new SyncError('espo.server', `App/user ${status}`);
    const who = v.safeParse(WhoAsks, body);
    if (!who.success) throw new SyncError('espo.unreadable', 'App/user');
    const { id, userName } = who.output.user;
    if (id === this.#login.userId) return undefined;
    throw otherUser(this.#login.userName, userName);
  }
}

/** Said with both names: whose calendar this is, and who is signed in there. */
export const otherUser = (account: string, other: string): SyncError =>
  new SyncError('espo.otherUser', undefined, { names: { account, other } });
