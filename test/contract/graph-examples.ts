/** The 45 recorded or documented answers: which the stand-in produces, with the same status and the same shape of keys. */
import { readdirSync, readFileSync } from 'node:fs';
import { at, Client, type Got, person, tenantOfThree, testWorld, timed, WINDOW } from '../sandbox/graph/bench.ts';
import { definitions, problems } from '../sandbox/graph/schema.ts';
import { GraphServer } from '../sandbox/graph/server.ts';
import { WEEKLY } from './graph-scene.ts';

export interface Example {
  file: string;
  status: number | null;
  schema: string | null;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

const folder = new URL('../data/graph/examples/', import.meta.url);
export const examples: Example[] = readdirSync(folder)
  .sort()
  .map((file) => ({ file, ...JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }));

/** Answers of paths that are not in the OpenAPI, or of another API. */
export const leftOut: Record<string, string> = {
  '05': 'beta only',
  '16': '/users/{id}: another mailbox is never addressed directly',
  '20': 'messages; the same shape is checked on an event by the extended-property check',
  '23': 'users, not calendars',
};

type Answer = Pick<Got, 'status' | 'body'> & { headers?: Headers };
type Scene = ReturnType<typeof tenantOfThree> & { me: Client };
const batchable = { 'Content-Type': 'application/json' };

async function delta(
  { me, anna }: Scene,
  want: 'next' | 'last' | 'removed' | 'stub' | 'empty' | 'after',
): Promise<Answer> {
  for (let index = 0; index < 30; index++)
    anna.createEvent('default', { ...timed(`e${index}`, '2026-12-01'), location: { displayName: 'Home' } });
  if (want === 'stub') anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
  const size = { Prefer: `odata.maxpagesize=${want === 'empty' ? 1 : 10}` };
  let page = await me.get(`/me/calendarView/delta?${WINDOW}`, size);
  const fits = () => {
    const { value } = page.body;
    if (want === 'next') return page.body['@odata.nextLink'] && value.length > 0;
    if (want === 'empty') return page.body['@odata.nextLink'] && value.length === 0;
    if (want === 'stub') return value.some((item: { type: string }) => item.type === 'occurrence');
    return false;
  };
  while (!fits() && page.body['@odata.nextLink']) page = await me.get(page.body['@odata.nextLink'], size);
  if (want === 'removed' || want === 'after') {
    anna.createEvent('default', timed('far', '2029-01-01'));
    if (want === 'after') {
      const address = { street: 's', city: 'c', state: 'WA', countryOrRegion: 'US', postalCode: '' };
      const coordinates = { latitude: 47.6, longitude: -122.3 };
      const location = { displayName: 'Home', address, coordinates };
      anna.createEvent('default', { ...timed('near', '2026-12-24'), location });
    }
    page = await me.get(page.body['@odata.deltaLink'], size);
    while (page.body.value.length === 0) page = await me.get(page.body['@odata.nextLink'], size);
  }
  return page;
}

const full = {
  body: { contentType: 'HTML', content: 'Does mid month work for you?' },
  location: { displayName: "Harry's Bar" },
};
const guest = { attendees: [person('bert@contoso.example')] };
const fault = async (
  scene: Scene,
  status: number,
  code: string,
  more: { message?: string; retryAfter?: number | string } = {},
) => {
  scene.graph.control.faults.add({ status, code, ...more });
  return scene.me.get('/me/calendars');
};

const produce: Record<string, (scene: Scene) => Promise<Answer>> = {
  '01': (scene) => delta(scene, 'next'),
  '02': (scene) => delta(scene, 'next'),
  '03': (scene) => delta(scene, 'last'),
  '04': (scene) => delta(scene, 'after'),
  '06': ({ me }) => me.get('/me/calendars'),
  '07': ({ me }) => me.get('/me/calendar'),
  '08': ({ me, anna }) =>
    me.post(`/me/calendars/${anna.calendar().id}/events`, {
      ...timed('lunch', '2026-12-01'),
      ...full,
      ...guest,
      transactionId: 't',
    }),
  '09': ({ me }) => me.post('/me/events', { ...timed('lunch', '2026-11-30'), ...full, ...guest, recurrence: WEEKLY }),
  '10': ({ me }) =>
    me.post('/me/events', {
      ...timed('lunch', '2026-11-30'),
      ...full,
      ...guest,
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: '2026-11-30', numberOfOccurrences: 2 },
      },
    }),
  '11': ({ me }) =>
    me.post('/me/events', {
      ...timed('call', '2026-12-01'),
      ...full,
      ...guest,
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
    }),
  '12': ({ me, anna }) =>
    me.get(
      `/me/events/${anna.createEvent('default', { ...timed('x', '2026-12-01'), ...full, ...guest }).id}?$select=subject,body,bodyPreview,organizer,attendees,start,end,location,locations,hideAttendees`,
      { Prefer: 'outlook.timezone="Pacific Standard Time"' },
    ),
  '13': ({ me, anna }) =>
    me.get(
      `/me/events/${anna.createEvent('default', { ...timed('x', '2026-12-01'), ...guest, body: full.body, locations: ['a', 'b', 'c'].map((displayName) => ({ displayName, address: { street: 's', city: 'c', state: 's', countryOrRegion: 'r', postalCode: 'p' }, coordinates: { latitude: 1, longitude: 1 } })) }).id}?$select=subject,body,bodyPreview,organizer,attendees,start,end,location,locations`,
    ),
  '14': ({ me, anna }) => {
    anna.createEvent('default', { ...timed('x', '2026-12-01'), ...full, ...guest });
    return me.get('/me/events?$select=subject,body,bodyPreview,organizer,attendees,start,end,location,locations', {
      Prefer: 'outlook.timezone="Pacific Standard Time"',
    });
  },
  '15': ({ me, anna }) =>
    me.get(
      `/me/events/${anna.createEvent('default', { ...timed('x', '2026-11-30'), recurrence: WEEKLY }).id}/instances?${WINDOW}&$select=subject,bodyPreview,seriesMasterId,type,recurrence,start,end`,
    ),
  '17': ({ me }) => me.get('/me'),
  '18': ({ me }) => me.get('/me/mailboxSettings'),
  '19': ({ me, anna }) =>
    me.post('/me/translateExchangeIds', {
      inputIds: [anna.createEvent('default', timed('x', '2026-12-01')).id],
      sourceIdType: 'restId',
      targetIdType: 'restImmutableEntryId',
    }),
  '21': (scene) => fault(scene, 429, 'TooManyRequests', { message: 'Please retry again later.', retryAfter: '2.128' }),
  '22': async ({ me, anna, graph }) => {
    graph.control.faults.add({ status: 302, match: (_, member) => member?.path === '/me/calendar' });
    const { id } = anna.createEvent('default', timed('x', '2026-12-01'));
    const requests = [
      { id: '1', method: 'GET', url: '/me/calendar' },
      { id: '2', method: 'GET', url: '/me/calendars' },
      { id: '3', method: 'DELETE', url: `/me/events/${id}` },
    ];
    const got = await me.post('/$batch', { requests });
    return { ...got, body: { ...got.body, responses: got.body.responses.filter((one: Got) => one.status !== 302) } };
  },
  '24': (scene) => delta(scene, 'removed'),
  '25': (scene) => delta(scene, 'stub'),
  '26': (scene) => delta(scene, 'empty'),
  '27': async ({ me, graph }) => {
    const { link } = await me.round(`/me/calendarView/delta?${WINDOW}`);
    graph.control.expireDeltaTokens();
    return me.get(link);
  },
  '28': ({ me, anna }) =>
    me.patch(
      `/me/events/${anna.createEvent('default', timed('x', '2026-12-01')).id}`,
      { subject: 'y' },
      { 'If-Match': 'W/"old"' },
    ),
  '29': async ({ me }) => {
    await me.post('/me/events', { ...timed('x', '2026-12-01'), transactionId: 't' });
    return me.post('/me/events', { ...timed('y', '2026-12-01'), transactionId: 't' });
  },
  '30': async ({ me }) => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => me.get('/me/calendars')));
    return answers.find((got) => got.status === 429) ?? answers[0] ?? { status: 0, body: {} };
  },
  '31': ({ graph, client }) => {
    graph.control.addMailbox({ oid: 'guest', address: 'guest@example.org', name: 'Guest', enabled: false });
    return client('guest').get('/me/calendars');
  },
  '32': (scene) => fault(scene, 504, 'UnknownError'),
  '33': ({ me }) => me.get(`/me/calendarView/delta?${WINDOW}&$expand=singleValueExtendedProperties`),
  '34': ({ me, anna }) =>
    me.get(`/me/events/${anna.createEvent('default', timed('x', '2026-12-01')).id.replaceAll('-', '/')}`),
  '35': async ({ me, anna }) => {
    const { id } = anna.createEvent('default', timed('x', '2026-12-01'));
    anna.deleteEvent(id);
    return me.get(`/me/events/${id}`);
  },
  '36': ({ me, anna }) => {
    const { id } = anna.createEvent('default', { ...timed('x', '2026-11-30'), recurrence: WEEKLY });
    return me.patch(`/me/events/${anna.occurrenceIds(id, '2026-12-07').id}`, timed('x', '2026-12-21'));
  },
  '37': ({ me, anna }) => {
    const { id } = anna.createEvent('default', { ...timed('x', '2026-11-30'), recurrence: WEEKLY });
    anna.deleteOccurrence(id, '2026-12-07');
    anna.updateOccurrence(id, '2026-12-14', timed('x', '2026-12-15'));
    return me.get(
      `/me/events/${id}?$select=subject,start,end,occurrenceId,exceptionOccurrences,cancelledOccurrences&$expand=exceptionOccurrences`,
    );
  },
  '38': async ({ me, graph, anna }) => {
    const { id } = anna.createEvent('default', timed('x', '2026-12-01'));
    const throttled = {
      status: 429,
      code: 'ApplicationThrottled',
      message: 'Application is over its MailboxConcurrency limit.',
      retryAfter: 5,
    };
    graph.control.faults.add({ ...throttled, match: { path: 'calendarView' } });
    const requests = [
      { id: '1', method: 'GET', url: `/me/events/${id}` },
      { id: '2', method: 'GET', url: `/me/calendarView?${WINDOW}` },
      {
        id: '3',
        method: 'POST',
        url: '/me/events',
        dependsOn: ['2'],
        headers: batchable,
        body: timed('x', '2026-12-01'),
      },
    ];
    return me.post('/$batch', { requests });
  },
  '39': ({ world }) => {
    const graph = new GraphServer({
      world,
      authorize: () => ({ oid: 'anna', scopes: [], claims: '{"access_token":{}}' }),
    });
    return new Client(graph, 'x').get('/me/calendars');
  },
  '40': ({ me }) =>
    me.get('/me/calendar/calendarView?startDateTime=2019-11-12T00:00:00Z&endDateTime=2024-11-12T00:00:00Z'),
  '41': ({ me, graph }) => {
    graph.control.variants.mailboxFull = true;
    return me.get(`/me/calendarView/delta?${WINDOW}`);
  },
  '42': ({ me }) => me.get('/me/calendarView'),
  '43': ({ me }) => me.get('/me/calendarView/delta?$deltatoken=nonsense'),
  '44': ({ me }) => me.post('/me/events', timed('x', '2026-12-01', '10:00', '11:00', 'Greenwich Mean Time')),
  '45': ({ me }) => me.post('/me/events', { ...timed('x', '2026-12-01'), end: at('2026-11-01T00:00:00') }),
};

/** Keys of documented bodies that no rule asks for: other services', or dropped since. */
const IGNORED = ['@odata.id', 'proposedNewTime', 'client-request-id', 'retry-after', 'status'];

/** Keys of the example that the answer lacks, and values of another kind. null fits everything, as does an empty list. */
export function missingKeys(example: unknown, answer: unknown, at = ''): string[] {
  if (example === null || answer === null) return [];
  if (Array.isArray(example)) {
    if (!Array.isArray(answer)) return [`${at}: no list`];
    // Every form of item of the example has to be among the items of the answer.
    return example.flatMap((one, index) => {
      const tries = answer
        .map((other) => missingKeys(one, other, `${at}/${index}`))
        .sort((a, b) => a.length - b.length);
      return answer.length === 0 ? [] : (tries[0] ?? []);
    });
  }
  if (typeof example !== 'object')
    return typeof example === typeof answer ? [] : [`${at}: ${typeof answer}, not ${typeof example}`];
  if (typeof answer !== 'object' || Array.isArray(answer)) return [`${at}: no object`];
  return Object.entries(example as object).flatMap(([name, value]) => {
    if (IGNORED.includes(name)) return [];
    const found = (answer as Record<string, unknown>)[name];
    return found === undefined ? [`${at}/${name}: missing`] : missingKeys(value, found, `${at}/${name}`);
  });
}

export interface ExampleResult {
  file: string;
  problems: string[];
}

/** Produces an example's answer and compares; also against the JSON Schema where it names one. */
export async function tryExample(example: Example): Promise<ExampleResult> {
  const number = example.file.slice(0, 2);
  const make = produce[number];
  if (!make) return { file: example.file, problems: leftOut[number] === undefined ? ['not produced'] : [] };
  const tenant = tenantOfThree({ world: testWorld('2026-11-22T12:00:00Z', 7) });
  const answer = await make({ ...tenant, me: tenant.client('anna') });
  const list: string[] = [];
  if (example.status !== null && answer.status !== example.status)
    list.push(`status ${answer.status}, not ${example.status}`);
  const wanted = example.body.error as { code?: string } | undefined;
  const code = answer.body?.error?.code;
  if (wanted && wanted.code !== code) list.push(`code ${code}, not ${wanted.code}`);
  // Shapes of failed batch members of other services are not ours.
  const body = number === '22' ? { responses: [] } : example.body;
  list.push(...missingKeys(body, answer.body));
  const schema = example.schema === null ? undefined : definitions[example.schema];
  if (schema !== undefined) list.push(...problems(answer.body, schema));
  for (const name of Object.keys(example.headers)) {
    if (/^(retry-after|www-authenticate|preference-applied)$/i.test(name) && !answer.headers?.get(name))
      list.push(`header ${name} missing`);
  }
  return { file: example.file, problems: list };
}

/** Whether the example itself fits the schema it names: the client's own schemas are tested against the same bodies. */
export const ownProblems = ({ schema, body }: Example) =>
  schema === null ? [] : problems(body, definitions[schema] ?? false);
