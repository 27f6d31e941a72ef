import { describe, expect, it } from 'vitest';
import { GraphClient, problem } from '../../src/background/outlook/client.ts';
import { toItem } from '../../src/background/outlook/mapping.ts';
import {
  Calendars,
  GraphEvent,
  MailboxSettings,
  Me,
  parse,
  parsePage,
  Translated,
} from '../../src/background/outlook/schema.ts';
import { ERRORS } from '../../src/shared/codes.ts';
import { type Example, examples } from './graph-examples.ts';

/** Every documented or recorded answer passes the schema with which the client reads that kind of answer. */
const READ: Record<string, (body: unknown) => unknown> = {
  eventDeltaPage: (body) => parsePage(body),
  eventCollection: (body) => parsePage(body),
  calendarCollection: (body) => parse(Calendars, body, 'calendars'),
  'microsoft.graph.calendar': (body) => parse(Calendars, { value: [body] }, 'calendar'),
  'microsoft.graph.event': (body) => toItem(parse(GraphEvent, body, 'event'), 'c', 'k'),
  'microsoft.graph.user': (body) => parse(Me, body, 'me'),
  'microsoft.graph.mailboxSettings': (body) => parse(MailboxSettings, body, 'settings'),
};
const MIDNIGHT = { dateTime: '2026-12-01T00:00:00.0000000', timeZone: 'UTC' };
/** Examples whose schema the OpenAPI does not name. */
const BY_FILE: Record<string, (body: unknown) => unknown> = {
  '16': (body) => parse(Calendars, body, 'calendars'),
  '19': (body) => parse(Translated, body, 'translated'),
  // A message, which has no times.
  '20': (body) => parse(GraphEvent, { start: MIDNIGHT, end: MIDNIGHT, ...(body as object) }, 'extended properties'),
};

function reader({ file, schema }: Example) {
  return BY_FILE[file.slice(0, 2)] ?? READ[schema ?? ''];
}

const outside = { now: () => 0, random: () => 0, sleep: async () => undefined, signal: new AbortController().signal };

describe('the client reads every example answer', () => {
  it.each(examples.filter((e) => (e.status ?? 200) < 400 && e.schema !== 'batchResponse'))('$file', (example) => {
    const read = reader(example);
    if (!read) throw new Error(`nobody reads ${example.schema}`);
    const result = read(example.body);
    // A page loses none of its items on the way.
    const { value } = example.body as { value?: unknown[] };
    if (example.schema === 'eventDeltaPage' || example.schema === 'eventCollection') {
      const page = result as ReturnType<typeof parsePage>;
      expect(page.events.length + page.removed.length).toBe(value?.length);
    }
  });

  it.each(examples.filter((e) => (e.status ?? 200) >= 400))('$file is a named error', ({ status, headers, body }) => {
    const error = problem({ status: status ?? 500, headers, body });
    expect(Object.keys(ERRORS)).toContain(error.code);
    expect(error.code).not.toBe('bug');
  });

  it.each(examples.filter((e) => e.schema === 'batchResponse'))('$file', async ({ body }) => {
    const { responses } = body as { responses: { id: string; status: number }[] };
    const client = new GraphClient(
      {
        ...outside,
        fetch: async () =>
          new Response(JSON.stringify({ responses: responses.map((r, i) => ({ ...r, id: String(i) })) })),
      },
      { token: async () => 't' },
    );
    const answers = await client.batch(responses.map(() => ({ method: 'GET', path: '/me' })));
    expect(answers.map((a) => a.status)).toEqual(responses.map((r) => r.status));
  });

  it('the errors that mean something get their own name', () => {
    const named = (code: string, status: number) => problem({ status, headers: {}, body: { error: { code } } }).code;
    expect(named('MailboxNotEnabledForRESTAPI', 404)).toBe('ms.noMailbox');
    expect(named('ErrorQuotaExceeded', 403)).toBe('ms.mailboxFull');
    expect(named('ErrorAccessDenied', 403)).toBe('ms.scopeMissing');
    expect(named('ApplicationThrottled', 429)).toBe('ms.throttled');
    expect(named('', 504)).toBe('ms.server');
  });
});
