import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { backOff, type Outside, retryAfterOf } from '../net/retry';

export const GRAPH = 'https://graph.microsoft.com';
/** Members of one $batch (graph.md 9). */
export const BATCH = 20;
const ATTEMPTS = 5;
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
  #queue: Promise<unknown> = Promise.resolve();
  /** Milliseconds the server's clock is ahead of ours, by its Date header. */
  skew = 0;

  constructor(outside: Outside, tokens: TokenSource) {
    this.#outside = outside;
    this.#tokens = tokens;
  }

  /** One request, repeated while the server is busy. Answers that are the caller's business come back, whatever their status. */
  send(request: GraphRequest): Promise<GraphAnswer> {
    return this.#inTurn(() => this.#withRetry(request));
  }

  /** A link that an answer carried. Followed only to the Graph host: the token must go nowhere else (graph.md 21). */
  follow(link: string, headers: Record<string, string>): Promise<GraphAnswer> {
    const url = new URL(link);
    if (url.origin !== GRAPH) throw new SyncError('ms.unreadable', 'a link to another host');
    return this.send({ method: 'GET', path: url.pathname.replace(/^\/v1\.0/, '') + url.search, headers });
  }

  /** Twenty requests as one. Answers come in the order asked; a member that was throttled is asked again after the longest wait. */
  async batch(requests: readonly GraphRequest[]): Promise<GraphAnswer[]> {
    const answers: (GraphAnswer | undefined)[] = requests.map(() => undefined);
    let open = requests.map((_, index) => index);
    for (let attempt = 0; open.length > 0; attempt += 1) {
      const members = open.map((index) => this.#member(String(index), requests[index] as GraphRequest));
      const envelope = await this.send({ method: 'POST', path: '/$batch', body: { requests: members } });
      if (envelope.status !== 200) throw problem(envelope);
      const waits: number[] = [];
      const again: number[] = [];
      for (const answer of parseBatch(envelope.body)) {
        const index = Number(answer.id);
        if (answer.status === 429 && attempt + 1 < ATTEMPTS) {
          again.push(index);
          waits.push(
            backOff(attempt, retryAfterOf(answer.headers['retry-after'], this.#outside.now()), this.#outside.random),
          );
        } else answers[index] = answer;
      }
      open = again;
      if (open.length > 0) await this.#wait(Math.max(...waits));
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

  async #withRetry(request: GraphRequest): Promise<GraphAnswer> {
    let claims: string | undefined;
    let force = false;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#once(request, force, claims);
      if (answer.status === 401 && !force) {
        force = true;
        claims = claimsOf(answer.headers['www-authenticate']);
        continue;
      }
      if (answer.status === 401) throw new SyncError('ms.signInNeeded');
      if (!isBusy(answer) || attempt + 1 >= ATTEMPTS) return answer;
      await this.#wait(
        backOff(attempt, retryAfterOf(answer.headers['retry-after'], this.#outside.now()), this.#outside.random),
      );
    }
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
      response = await fetch(`${GRAPH}/v1.0${path}`, {
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
      text = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      throw new SyncError('ms.unreachable', undefined, { cause: error });
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.skew = date - (sent + now()) / 2;
    return { status: response.status, headers: Object.fromEntries(response.headers), body: parseJson(text) };
  }

  async #wait(ms: number): Promise<void> {
    if (ms > LONGEST_WAIT) throw new SyncError('ms.throttled', undefined, { retryAfter: ms });
    await this.#outside.sleep(ms);
  }
}

const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"';

/** A 412 without a precondition of ours is Exchange busy with itself (graph.md 4); it is asked once more like any busy answer. */
const isBusy = ({ status }: GraphAnswer): boolean =>
  status === 429 || status === 500 || status === 502 || status === 503 || status === 504;

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
  return new SyncError('ms.refused', `${status} ${code}`);
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new SyncError('ms.unreadable', 'not JSON');
  }
}

const BatchAnswer = v.object({
  responses: v.array(
    v.object({
      id: v.string(),
      status: v.number(),
      headers: v.optional(v.record(v.string(), v.string()), {}),
      body: v.optional(v.unknown()),
    }),
  ),
});

function parseBatch(body: unknown) {
  const parsed = v.safeParse(BatchAnswer, body);
  if (!parsed.success) throw new SyncError('ms.unreadable', 'batch');
  return parsed.output.responses.map((r) => ({
    id: r.id,
    status: r.status,
    headers: Object.fromEntries(Object.entries(r.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: r.body,
  }));
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
