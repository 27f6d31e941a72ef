import { describe, expect, it } from 'vitest';
import { errorCode } from '../../src/background/outlook/client.ts';
import { part } from '../part.ts';
import { graphRefusals, type Refusal } from './bodies.ts';
import type { Match } from './stand-between.ts';
import { walk } from './walk.ts';

const graph =
  (method: string, path: RegExp, body?: string): Match =>
  (asked) =>
    asked.host === 'graph' && asked.method === method && path.test(asked.path) && (!body || asked.body.includes(body));

/** Every kind of request that a run sends to Graph. */
const TARGETS: Record<string, Match> = {
  'the signed-in user': graph('GET', /^\/me(\?|$)/),
  'the zones of the mailbox server': graph('GET', /^\/me\/outlook\/supportedTimeZones/),
  'the mailbox settings': graph('GET', /^\/me\/mailboxSettings/),
  'the calendars': graph('GET', /^\/me\/calendars\?/),
  'the delta': graph('GET', /calendarView\/delta/),
  'one event': graph('GET', /^\/me\/(calendars\/[^/]+\/)?events\/[^/?]+/),
  'a whole batch': graph('POST', /^\/\$batch/),
  'a create': graph('POST', /\/events$/, 'E new 1'),
  'an update': graph('PATCH', /\/events\//),
  'a deletion': graph('DELETE', /\/events\//),
  'the other ids': graph('POST', /translateExchangeIds/),
};

/** Asked for again and again, only those that mean different things to the client. */
const kindOf = ({ status, body }: Refusal): string => (status === 400 ? '400' : `${status} ${errorCode(body)}`);
const KINDS = [...new Map(graphRefusals().map((one) => [kindOf(one), one])).values()];
const isGone = ({ status, body }: Refusal): boolean =>
  status === 410 || (status === 404 && errorCode(body) === 'erroritemnotfound');

describe.each(graphRefusals().map((refusal, i) => ({ ...refusal, i })))('$name', ({ i, ...refusal }) => {
  it.each(part(Object.entries(TARGETS), 3, i))('once, in answer to %s', async (name, match) => {
    const gone = isGone(refusal) && name === 'a deletion';
    expect((await walk(refusal, match, { times: 1, gone })).answered).toBe(1);
  });
});

describe.each(KINDS.map((refusal, i) => ({ ...refusal, i })))('$name', ({ i, ...refusal }) => {
  it.each(part(Object.entries(TARGETS), 3, i))('for a whole run, in answer to %s', async (name, match) => {
    const gone = isGone(refusal) && name === 'a deletion';
    expect((await walk(refusal, match, { times: 1000, gone })).answered).toBeGreaterThan(0);
  });
});
