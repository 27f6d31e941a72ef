/** The one way to send a request to EspoCRM: in parallel, again where that helps, with named errors. */
import { SyncError } from '../../shared/codes';
import { Refused, readJson, readText } from '../net/answer';
import { serverDate } from '../net/date-header';
import { backOff, type Outside, retryAfterOf } from '../net/retry';
import { BY_SESSION, byToken, type Credential, NOBODY, type SessionLogin, type TokenLogin } from './credential';
import { OwnSession } from './own-session';

const ATTEMPTS = 3;
const LONGEST_WAIT = 60_000;
/** Bytes of one answer: a page of two hundred records with long texts has fewer, and four come at once. */
const LARGEST = 12 * 1024 * 1024;
/** More in flight adds only latency (espo.md 9). */
const IN_FLIGHT = 4;

export interface EspoRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** After /api/v1/, with its query. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface EspoAnswer {
  status: number;
  /** X-Status-Reason: may be missing, empty, doubled or reworded (espo-versions.md 4). For the log, never for a decision. */
  reason: string;
  headers: Headers;
  /** undefined for an empty body, and for one that is not JSON. */
  body: unknown;
  /** There is a body, and it is not JSON: a page, or cut off. */
  garbled: boolean;
}

/** `site`: canonical base, without a trailing slash. */
export type EspoLogin = { site: string } & (TokenLogin | SessionLogin);

const WHO: EspoRequest = { method: 'GET', path: 'App/user' };

/** The one HTTP client of the EspoCRM side, by either way to sign in. */
export class EspoClient {
  readonly #outside: Outside;
  readonly #site: string;
  readonly #credential: Credential;
  /** Of a session that is not ours alone: whose it is. */
  readonly #session: OwnSession | undefined;
  #free = IN_FLIGHT;
  readonly #waiting: (() => void)[] = [];
  /** Milliseconds the server's clock is ahead of ours, by its Date header (whole seconds); undefined before the first answer. */
  #skew: number | undefined;

  constructor(outside: Outside, login: EspoLogin) {
    this.#outside = outside;
    this.#site = login.site;
    this.#credential = 'token' in login ? byToken(login) : BY_SESSION;
    this.#session = 'token' in login ? undefined : new OwnSession(login, () => this.#call(WHO), outside.now);
  }

  get skew(): number {
    return this.#skew ?? 0;
  }

  /** The same, asked for if need be: a look-up by the server's time must not guess. */
  async measuredSkew(): Promise<number> {
    if (this.#skew === undefined) await this.send({ method: 'GET', path: 'Settings' });
    return this.skew;
  }

  /** Reads are repeated while the server is busy; a write is sent once, and the journal knows what to do about a lost answer. */
  async send(request: EspoRequest): Promise<EspoAnswer> {
    const attempts = request.method === 'GET' ? ATTEMPTS : 1;
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt + 1 >= attempts;
      let answer: EspoAnswer;
      try {
        answer = await this.#slot(() => this.#once(request));
      } catch (error) {
        if (last || !(error instanceof SyncError) || error.code !== 'espo.unreachable') throw error;
        await this.#wait(backOff(attempt, undefined, this.#outside.random));
        continue;
      }
      if (answer.status === 401) throw new SyncError(this.#credential.refused);
      if (answer.status !== 503 && answer.status !== 429 && answer.status !== 502 && answer.status !== 504)
        return answer;
      if (last) throw isMaintenance(answer) ? new SyncError('espo.maintenance') : busy(answer, this.#outside.now());
      await this.#wait(
        backOff(attempt, retryAfterOf(answer.headers.get('retry-after'), this.#outside.now()), this.#outside.random),
      );
    }
  }

  async #once(request: EspoRequest): Promise<EspoAnswer> {
    // Too busy to say who asks is too busy for what is asked.
    return (await this.#session?.sure()) ?? this.#call(request);
  }

  async #call(request: EspoRequest): Promise<EspoAnswer> {
    const { now } = this.#outside;
    const sent = now();
    const answer = await this.#answered(request);
    // A kind of records that breaks may answer a page, too: then EspoCRM itself still answers as it does.
    if (isPage(answer) && (request.path === SETTINGS.path || isPage(await this.#answered(SETTINGS))))
      throw new SyncError('espo.signInBefore', new URL(this.#site).host);
    const date = serverDate(answer.headers);
    // The header is cut to the second: half of one is the best guess.
    if (date !== undefined) this.#skew = date + 500 - (sent + now()) / 2;
    return answer;
  }

  /** It was EspoCRM when the user connected: what leads on elsewhere now stands between. */
  async #answered(request: EspoRequest): Promise<EspoAnswer> {
    try {
      return await call(this.#outside, this.#site, request, this.#credential);
    } catch (error) {
      if (error instanceof SyncError && error.code === 'espo.notEspo')
        throw new SyncError('espo.signInBefore', error.detail, { cause: error });
      throw error;
    }
  }

  async #slot<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  async #wait(ms: number): Promise<void> {
    if (ms > LONGEST_WAIT) throw new SyncError('espo.server', undefined, { retryAfter: ms });
    await this.#outside.sleep(ms);
  }
}

const SETTINGS: EspoRequest = { method: 'GET', path: 'Settings' };
/** EspoCRM answers JSON, or nothing. */
const isPage = ({ status, garbled, headers }: EspoAnswer): boolean =>
  status === 200 && garbled && /html/i.test(headers.get('content-type') ?? '');

const isMaintenance = ({ status, reason }: EspoAnswer): boolean => status === 503 && /maintenance/i.test(reason);
const busy = ({ status, headers }: EspoAnswer, now: number): SyncError =>
  new SyncError('espo.server', String(status), { retryAfter: retryAfterOf(headers.get('retry-after'), now) });

/** One request, as it is; used before there is a login too. What is secret is left out of whatever the answer repeats of it. */
export async function call(
  outside: Outside,
  site: string,
  { method, path, headers, body }: EspoRequest,
  { headers: who, cookies, secrets }: Credential = NOBODY,
): Promise<EspoAnswer> {
  const told = (text: string): string => secrets.reduce((left, secret) => left.replaceAll(secret, ''), text);
  outside.signal.throwIfAborted();
  try {
    const response = await outside.fetch(`${site}/api/v1/${path}`, {
      method,
      signal: outside.signal,
      credentials: cookies ? 'include' : 'omit',
      cache: 'no-store',
      // Wherever it leads, the password, the token or a cookie would go along.
      redirect: 'manual',
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...who,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.type === 'opaqueredirect' || isRedirect(response.status))
      throw new SyncError('espo.notEspo', `${new URL(site).host} leads on to another address`);
    const text = told(await readText(response, LARGEST));
    // Bodies may be empty or HTML, whatever the content type says (espo.md 8).
    const parsed = readJson(text);
    return {
      status: response.status,
      reason: told(response.headers.get('x-status-reason') ?? ''),
      headers: response.headers,
      body: parsed,
      garbled: text !== '' && parsed === undefined,
    };
  } catch (error) {
    outside.signal.throwIfAborted();
    if (error instanceof SyncError) throw error;
    if (error instanceof Refused) throw new SyncError('espo.unreadable', error.message, { cause: error });
    throw new SyncError('espo.unreachable', undefined, { cause: error });
  }
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400 && status !== 304;

/**
 * To a list: the user may not read the kind, or what the condition names, which is a 400 since 9.2 (espo-versions.md 2). EspoCRM's own has
 * a reason, whatever its words; a server that only breaks says nothing of rights.
 */
export const isClosed = ({ status, reason }: EspoAnswer): boolean =>
  status === 403 || (status === 400 && reason !== '');

/** An answer that no caller expects, as the one error type. By status: reasons are reworded from version to version. */
export function problem({ status, reason }: EspoAnswer): SyncError {
  if (status === 401) return new SyncError('espo.signInNeeded');
  if (status === 403) return new SyncError('espo.noAccess', reason);
  if (status >= 500) return new SyncError('espo.server', `${status} ${reason}`.trim());
  return new SyncError('espo.refused', `${status} ${reason}`.trim());
}
