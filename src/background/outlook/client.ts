/** The one way to send a request to Graph: batched, as long after a refusal as it asks, with named errors. */
import * as v from 'valibot';
import { CLOUDS } from '../../shared/clouds';
import { SyncError } from '../../shared/codes';
import { Refused, readText } from '../net/answer';
import { serverDate } from '../net/date-header';
import { backOff, type Outside, retryAfterOf } from '../net/retry';
import { isTooLargeAnswer, mostOf, parseBatch, parseJson, smallerPage, TOO_LARGE } from './answers';

/** Members of one $batch (graph.md 9). */
export const BATCH = 20;
const ATTEMPTS = 5;
/** Pages of one run: a million events. */
const MOST_PAGES = 20_000;
/** A longer wait is not spent inside a run: the next alarm comes later. */
const LONGEST_WAIT = 60_000;

export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** After /v1.0, with its query. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface GraphAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface TokenSource {
  /** An access token; `force` after a 401, with the claims the server asked for. */
  token(options?: { force?: boolean; claims?: string | undefined }): Promise<string>;
}

const ErrorBody = v.object({ error: v.object({ code: v.optional(v.string(), '') }) });

/** The code of an error answer, lower case; '' where there is none. Codes, never messages (graph.md 15). */
export function errorCode(body: unknown): string {
  const parsed = v.safeParse(ErrorBody, body);
  return parsed.success ? parsed.output.error.code.toLowerCase() : '';
}

/**
 * The one HTTP client of the Outlook side. One request or batch in flight per mailbox: a batch alone runs four members at a time,
 * which is Exchange's limit (graph.md 9). Immutable ids and UTC on every request.
 */
export class GraphClient {
  readonly #outside: Outside;
  readonly #tokens: TokenSource;
  readonly #host: string;
  #followed = 0;
  /** The link that was last followed, and how often in a row. */
  #last = { link: '', times: 0 };
  #queue: Promise<unknown> = Promise.resolve();
  /** Milliseconds the server's clock is ahead of ours, by its Date header. */
  skew = 0;

  /** `host`: that of the cloud which the tokens are of. */
  constructor(outside: Outside, tokens: TokenSource, host: string = CLOUDS.global.graph) {
    this.#outside = outside;
    this.#tokens = tokens;
    this.#host = host;
  }

  /** One request, repeated while the server is busy. Answers that are the caller's business come back, whatever their status. */
  async send(request: GraphRequest): Promise<GraphAnswer> {
    try {
      return await this.#inTurn(() => this.#withRetry(request));
    } catch (error) {
      // Somebody's invitations may be as large as they like, the page that they stand on may not.
      const smaller = isTooLargeAnswer(error) ? smallerPage(request) : undefined;
      if (!smaller) throw error;
      return this.send(smaller);
    }
  }

  /** The same, asked once: a busy server is an answer, too. */
  sendOnce(request: GraphRequest): Promise<GraphAnswer> {
    return this.#inTurn(() => this.#withRetry(request, () => false));
  }

  /** A batch with writes is repeated only where it surely was not done: what became of it otherwise is looked up (rule 8). */
  #envelope(requests: readonly GraphRequest[], body: unknown, renew: boolean): Promise<GraphAnswer> {
    const reads = requests.every(({ method }) => method === 'GET');
    const request: GraphRequest = { method: 'POST', path: '/$batch', body };
    return this.#inTurn(() => this.#withRetry(request, reads ? isBusy : isRefusedForNow, renew));
  }

  /** A link that an answer carried. Followed only to the Graph host: the token must go nowhere else (graph.md 21). */
  follow(link: string, headers: Record<string, string>): Promise<GraphAnswer> {
    if (!URL.canParse(link)) throw new SyncError('ms.unreadable', 'a link that is no address');
    const url = new URL(link);
    if (url.origin !== this.#host) throw new SyncError('ms.unreadable', 'a link to another host');
    this.#last = link === this.#last.link ? { link, times: this.#last.times + 1 } : { link, times: 0 };
    this.#followed += 1;
    if (this.#last.times > ATTEMPTS || this.#followed > MOST_PAGES)
      throw new SyncError('ms.unreadable', 'pages without an end');
    return this.send({ method: 'GET', path: url.pathname.replace(/^\/v1\.0/, '') + url.search, headers });
  }

  /**
   * Twenty requests as one. Answers come in the order asked; a member that was throttled is asked again after the longest wait. One that
   * would have to wait too long comes back as it is, so that the answers of the others are not lost with it.
   */
  async batch(requests: readonly GraphRequest[]): Promise<GraphAnswer[]> {
    try {
      return await this.#batch(requests);
    } catch (error) {
      if (!isTooLargeAnswer(error) || !requests.every(({ method }) => method === 'GET')) throw error;
      if (requests.length === 1) return [{ status: TOO_LARGE, headers: {}, body: undefined }];
      const half = Math.ceil(requests.length / 2);
      return [...(await this.batch(requests.slice(0, half))), ...(await this.batch(requests.slice(half)))];
    }
  }

  async #batch(requests: readonly GraphRequest[]): Promise<GraphAnswer[]> {
    const answers: (GraphAnswer | undefined)[] = requests.map(() => undefined);
    let open = requests.map((_, index) => index);
    let renewed = false;
    for (let attempt = 0; open.length > 0; attempt += 1) {
      const asked = open.map((index) => requests[index] as GraphRequest);
      const members = open.map((index, i) => this.#member(String(index), asked[i] as GraphRequest));
      const envelope = await this.#envelope(asked, { requests: members }, renewed);
      if (envelope.status !== 200) throw problem(envelope);
      const again: number[] = [];
      let expired = false;
      let wait = 0;
      for (const answer of parseBatch(envelope.body)) {
        const index = Number(answer.id);
        const request = requests[index];
        if (!request) continue;
        answers[index] = answer;
        // The token ran out between the envelope and its members: they were not done.
        if (answer.status === 401 && !renewed) expired = true;
        else if (attempt + 1 >= ATTEMPTS || !(request.method === 'GET' ? isBusy : isRefusedForNow)(answer)) continue;
        else wait = Math.max(wait, this.#pause(attempt, answer));
        again.push(index);
      }
      open = wait > LONGEST_WAIT ? [] : again;
      renewed ||= expired;
      if (open.length > 0) await this.#wait(wait);
    }
    return answers.map((answer) => answer ?? { status: 0, headers: {}, body: undefined });
  }

  #member(id: string, { method, path, headers, body }: GraphRequest) {
    return {
      id,
      method,
      url: path,
      headers: { Prefer: PREFER, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body }),
    };
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(task, task);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  async #withRetry(request: GraphRequest, again = isBusy, renew = false): Promise<GraphAnswer> {
    let claims: string | undefined;
    let force = renew;
    let asked = false;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#once(request, force, claims);
      // Conditional access may say no as 403, too: only a sign-in with what it asks for helps (graph.md 10).
      const challenge = claimsOf(answer.headers['www-authenticate']);
      const unauthorized = answer.status === 401 || (answer.status === 403 && challenge !== undefined);
      if (unauthorized && !asked) {
        asked = true;
        force = true;
        claims = challenge;
        continue;
      }
      if (unauthorized) throw new SyncError('ms.signInNeeded');
      // Renewed once is enough: the cache holds the new token.
      force = false;
      claims = undefined;
      if (!again(answer) || attempt + 1 >= ATTEMPTS) return answer;
      await this.#wait(this.#pause(attempt, answer));
    }
  }

  #pause(attempt: number, { headers }: GraphAnswer): number {
    return backOff(attempt, retryAfterOf(headers['retry-after'], this.#outside.now()), this.#outside.random);
  }

  async #once(
    { method, path, headers, body }: GraphRequest,
    force: boolean,
    claims: string | undefined,
  ): Promise<GraphAnswer> {
    const { fetch, now, signal } = this.#outside;
    signal.throwIfAborted();
    const token = await this.#tokens.token(force ? { force, claims } : {});
    let response: Response;
    let text: string;
    const sent = now();
    try {
      response = await fetch(`${this.#host}/v1.0${path}`, {
        method,
        signal,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        headers: {
          Authorization: `Bearer ${token}`,
          Prefer: PREFER,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await readText(response, mostOf({ method, path, ...(headers ? { headers } : {}), body }));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Refused) throw new SyncError('ms.unreadable', error.message, { cause: error });
      throw new SyncError('ms.unreachable', undefined, { cause: error });
    }
    const date = serverDate(response.headers);
    // The header is cut to the second: half of one is the best guess.
    if (date !== undefined) this.skew = date + 500 - (sent + now()) / 2;
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: parseJson(text, response.ok),
    };
  }

  async #wait(ms: number): Promise<void> {
    if (ms > LONGEST_WAIT) throw new SyncError('ms.throttled', undefined, { retryAfter: ms });
    await this.#outside.sleep(ms);
  }
}

const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"';

/** Not done, and may be asked for again whatever it was. */
const isRefusedForNow = ({ status }: GraphAnswer): boolean => status === 429 || status === 503;

/** For whatever changes nothing. A 412 without a precondition of ours is Exchange busy with itself (graph.md 4). */
const isBusy = (answer: GraphAnswer): boolean =>
  isRefusedForNow(answer) || [412, 500, 502, 504].includes(answer.status);

/** An answer that no caller expects, as the one error type. */
export function problem({ status, headers, body }: GraphAnswer): SyncError {
  const code = errorCode(body);
  if (code === 'mailboxnotenabledforrestapi' || code === 'mailboxnotsupportedforrestapi')
    return new SyncError('ms.noMailbox');
  if (code === 'errorquotaexceeded') return new SyncError('ms.mailboxFull');
  if (status === 429)
    return new SyncError('ms.throttled', undefined, { retryAfter: retryAfterOf(headers['retry-after'], 0) });
  if (status === 401) return new SyncError('ms.signInNeeded');
  if (status === 403) return new SyncError('ms.scopeMissing', code);
  if (status >= 500) return new SyncError('ms.server', String(status));
  if (status === TOO_LARGE) return new SyncError('ms.unreadable', 'an answer that is too large');
  return new SyncError('ms.refused', `${status} ${code}`);
}

/** The claims challenge of conditional access, decoded (graph.md 10). */
function claimsOf(header: string | undefined): string | undefined {
  const match = /claims="([^"]+)"/.exec(header ?? '');
  if (!match?.[1]) return undefined;
  try {
    return atob(match[1]);
  } catch {
    return undefined;
  }
}
