import { describe, expect, it } from 'vitest';
import { part } from '../part.ts';
import { espoRefusals, type Refusal, VERSIONS } from './bodies.ts';
import type { Match } from './stand-between.ts';
import { walk } from './walk.ts';

const espo =
  (method: string, path: RegExp, body?: string): Match =>
  (asked) =>
    asked.host === 'espo' && asked.method === method && path.test(asked.path) && (!body || asked.body.includes(body));

/** Every kind of request that a run sends to EspoCRM, by the method of the refusal. */
const TARGETS: Record<string, Record<string, Match>> = {
  GET: {
    'the user and the rights': espo('GET', /^\/App\/user$/),
    'the definitions': espo('GET', /^\/Metadata/),
    'a list': espo('GET', /^\/Meeting\?(?!.*"maxSize":0)/),
    'a count': espo('GET', /^\/Meeting\?.*"maxSize":0/),
    'one record': espo('GET', /^\/Meeting\/[^?]+$/),
  },
  POST: { 'a create': espo('POST', /^\/Meeting$/, 'O new 1') },
  PUT: { 'an update': espo('PUT', /^\/Meeting\//) },
  DELETE: { 'a deletion': espo('DELETE', /^\/Meeting\//) },
};
TARGETS['HEAD'] = TARGETS['GET'] as Record<string, Match>;

/** The server's own word on one record: the others go on. Everything else may well be the server as a whole. */
const ofOneRecord = ({ status, method }: Refusal): boolean =>
  ['POST', 'PUT', 'DELETE'].includes(method) && [400, 403, 404, 405, 409, 500].includes(status);

const fieldOf = ({ body }: Refusal): { field?: string; type?: string } =>
  (body as { messageTranslation?: { label?: string; data?: { field?: string; type?: string } } } | null)
    ?.messageTranslation?.data ?? {};

describe.each(VERSIONS.map((version, i) => [version, i] as const))('EspoCRM %s', (version, i) => {
  const { refusals, of } = espoRefusals(version);
  it(`all ${of} recorded refusals are of one of these kinds`, () => {
    expect(of).toBeGreaterThan(100);
    expect(refusals.map((one) => one.method in TARGETS)).not.toContain(false);
  });

  it.each(part(refusals, 3, i).map((one) => ({ ...one, kind: `${one.method} ${one.status} ${one.name}` })))(
    '$kind',
    async (refusal) => {
      for (const [name, match] of Object.entries(TARGETS[refusal.method] ?? {})) {
        const gone = refusal.status === 404 && name === 'a deletion';
        const stay = refusal.status === 403 && name === 'one record' ? ['E deleted'] : [];
        const walked = await walk(refusal, match, { times: 1, version, gone, stay });
        expect([name, walked.answered]).toEqual([name, 1]);
        if (!ofOneRecord(refusal)) continue;
        // One bad record never stops a run: five of the six other writes are done all the same.
        expect([name, walked.error, walked.carried.length >= 5]).toEqual([name, undefined, true]);
        const [row] = walked.held;
        const { field } = fieldOf(refusal);
        if (field && row?.reason === 'refused') expect(row.detail).toContain(field);
      }
    },
  );
});
