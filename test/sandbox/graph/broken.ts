/** Parts of a mailbox that fail while the rest answers (graph.md 22): one calendar, one kind of question, the list of calendars, one event. */
import type { Fault, Faults, FaultTarget } from './faults.ts';
import type { Fields } from './model.ts';

export interface Broken {
  /** Without one the connection breaks: no answer ever comes. */
  status?: number;
  code?: string;
  /** How often; for ever unless told. */
  times?: number;
}

const CODES: Record<number, string> = {
  400: 'ErrorInvalidRequest',
  403: 'ErrorAccessDenied',
  423: 'ErrorItemLocked',
  500: 'ErrorInternalServerError',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
  504: 'UnknownError',
};

const asked = (request: FaultTarget, member?: FaultTarget): FaultTarget => member ?? request;

function add(faults: Faults, fits: (target: FaultTarget) => boolean, { status, code, times }: Broken): () => void {
  const fault: Fault = {
    match: (request, member) => fits(asked(request, member)),
    times: times ?? Number.POSITIVE_INFINITY,
    ...(status === undefined ? {} : { status, code: code ?? CODES[status] ?? 'UnknownError' }),
  };
  faults.add(fault);
  const queued = faults.queue.at(-1);
  return () => {
    const at = queued ? faults.queue.indexOf(queued) : -1;
    if (at >= 0) faults.queue.splice(at, 1);
  };
}

const inCalendar = (id: string, { path }: FaultTarget): boolean =>
  path.startsWith(`/me/calendars/${encodeURIComponent(id)}`);

/** Everything that is asked of one calendar, or only what begins like `part` behind its id. Answers what lifts it again. */
export const breakCalendar = (faults: Faults, id: string, broken: Broken, part = ''): (() => void) =>
  add(faults, (target) => inCalendar(id, target) && target.path.includes(part), broken);

/** Filters by extended property in one calendar. */
export const breakFilter = (faults: Faults, id: string, broken: Broken): (() => void) =>
  add(
    faults,
    (target) => inCalendar(id, target) && decodeURIComponent(target.path).includes('singleValueExtendedProperties/Any'),
    broken,
  );

/** `GET /me/calendars`, by any query. */
export const breakCalendarList = (faults: Faults, broken: Broken): (() => void) =>
  add(faults, ({ path }) => /^\/me\/calendars(\?|$)/.test(path), broken);

/** What answers say of some events instead of the truth, by either of their ids. */
export type Spoilt = Map<string, Fields>;

/** An answer as it leaves: what is spoilt is so wherever it stands. */
export function spoil(body: unknown, spoilt: Spoilt): unknown {
  if (Array.isArray(body)) return body.map((one) => spoil(one, spoilt));
  if (typeof body !== 'object' || body === null) return body;
  const fields = Object.fromEntries(Object.entries(body).map(([key, value]) => [key, spoil(value, spoilt)]));
  const wrong = typeof fields['id'] === 'string' && !('@removed' in fields) ? spoilt.get(fields['id']) : undefined;
  return wrong ? { ...fields, ...wrong } : fields;
}
