/** How Graph's answers are read before anybody knows what they are about, and what is done about those that are too large. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { isTooLarge, readJson } from '../net/answer';
import type { GraphRequest } from './client';

/** What an answer has as its status that was not read, because it is too large; no server of Microsoft's means anything else by it. */
export const TOO_LARGE = 413;

/** A gateway in between answers its errors as HTML: their status says enough. */
export function parseJson(text: string, ok: boolean): unknown {
  try {
    const value = readJson(text);
    if (value !== undefined || text === '' || !ok) return value;
  } catch (error) {
    throw new SyncError('ms.unreadable', (error as Error).message, { cause: error });
  }
  throw new SyncError('ms.unreadable', 'not JSON');
}

export const isTooLargeAnswer = (error: unknown): boolean => error instanceof SyncError && isTooLarge(error.cause);

/** Bytes of the answer about one event: its body may have ten million characters. */
const LARGEST = 32 * 1024 * 1024;
/** Of the answer about several, which can be asked for one by one. */
const LARGEST_OF_SEVERAL = 8 * 1024 * 1024;

const pageSize = ({ headers }: GraphRequest): number =>
  Number(/odata\.maxpagesize=(\d+)/.exec(headers?.['Prefer'] ?? '')?.[1] ?? 1);

/** How much of an answer is read. One to a write is read as far as can be: it says what was done. */
export function mostOf(request: GraphRequest): number {
  const { requests = [] } = (request.body ?? {}) as { requests?: GraphRequest[] };
  const reads = requests.length > 1 && requests.every(({ method }) => method === 'GET');
  return reads || pageSize(request) > 1 ? LARGEST_OF_SEVERAL : LARGEST;
}

/** The same with fewer items on a page; undefined where there is no page, or one item is too large already. */
export function smallerPage(request: GraphRequest): GraphRequest | undefined {
  const prefer = request.headers?.['Prefer'] ?? '';
  const size = pageSize(request);
  if (request.method !== 'GET' || size <= 1) return undefined;
  const Prefer = prefer.replace(/maxpagesize=\d+/, `maxpagesize=${Math.ceil(size / 10)}`);
  return { ...request, headers: { ...request.headers, Prefer } };
}

const BatchAnswer = v.object({
  responses: v.array(
    v.object({
      id: v.string(),
      status: v.number(),
      headers: v.nullish(v.record(v.string(), v.unknown()), {}),
      body: v.optional(v.unknown()),
    }),
  ),
});

export function parseBatch(body: unknown) {
  const parsed = v.safeParse(BatchAnswer, body);
  if (!parsed.success) throw new SyncError('ms.unreadable', 'batch');
  return parsed.output.responses.map((r) => ({
    id: r.id,
    status: r.status,
    // A value that is neither text nor number is none: an object may refuse to become a text.
    headers: Object.fromEntries(
      Object.entries(r.headers).flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [],
      ),
    ),
    body: r.body,
  }));
}

/** Whatever was thrown, as the one error type: what is none of ours happened on the way. */
export const asSyncError = (error: unknown): SyncError =>
  error instanceof SyncError ? error : new SyncError('ms.unreachable', undefined, { cause: error });
