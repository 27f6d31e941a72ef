import { type Exchange, recordings } from '../contract/espo-recordings.ts';
import { type Example, examples } from '../contract/graph-examples.ts';
import { type EspoVersion, VERSIONS } from '../sandbox/espo/versions.ts';

/** One recorded refusal as it goes over the wire. */
export interface Refusal {
  name: string;
  method: string;
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

const failed = ({ status }: Example): boolean => (status ?? 200) >= 400;

/** Every error body of the Graph examples, those inside batch answers included. */
export function graphRefusals(): Refusal[] {
  const single = examples.filter(failed).map(({ file, status, headers, body }) => ({
    name: file,
    method: '',
    status: status ?? 500,
    headers,
    body,
  }));
  const members = examples
    .filter((one) => one.schema === 'batchResponse')
    .flatMap(({ file, body }) => {
      const { responses } = body as { responses: (Omit<Refusal, 'name' | 'method'> & { id: string })[] };
      return responses
        .filter((one) => one.status >= 300)
        .map((one) => ({ ...one, headers: one.headers ?? {}, name: `${file}, member ${one.id}`, method: '' }));
    });
  return [...single, ...members];
}

/** Of a refusal only this can reach the client's decisions. */
const KEPT = ['x-status-reason', 'content-type', 'retry-after'];

const asRefusal = ({ file, line, request, response }: Exchange): Refusal => ({
  name: `${file}:${line}`,
  method: request.method,
  status: response.status,
  headers: Object.fromEntries(response.headers.filter(([key]) => KEPT.includes(key.toLowerCase()))),
  body: response.body,
});

/** Ids and dates differ from recording to recording and mean nothing; the reason phrase is never decided by. */
const shape = ({ method, status, body }: Refusal): string =>
  JSON.stringify([method, status, body]).replace(/[0-9a-f]{15,}|\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?/g, '#');

/** Every refusal that was recorded with that version, one of each kind; `of` counts them all. */
export function espoRefusals(version: EspoVersion): { refusals: Refusal[]; of: number } {
  const all = recordings(version)
    .filter(({ response }) => response.status >= 400)
    .map(asRefusal);
  return { refusals: [...new Map(all.map((one) => [shape(one), one])).values()], of: all.length };
}

export { VERSIONS };
