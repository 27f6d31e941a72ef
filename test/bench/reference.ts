/**
 * The same requests as a first sync, at the same concurrency, by a loop that knows nothing: no engine, no store, nothing of src.
 * What the product takes longer than this is its own.
 */

export interface Reach {
  fetch: typeof fetch;
  graph: { base: string; token: string };
  espo: { base: string; userName: string; token: string; userId: string };
}

/** Sub-requests of a batch. */
const BATCH = 20;
const AT_A_TIME = 4;
const IMMUTABLE = 'IdType="ImmutableId", outlook.timezone="UTC"';

interface Page {
  value: {
    id: string;
    subject: string;
    start: { dateTime: string };
    end: { dateTime: string };
    bodyPreview?: string;
  }[];
  '@odata.nextLink'?: string;
}

async function graph(reach: Reach, method: string, path: string, body?: unknown, prefer = IMMUTABLE): Promise<unknown> {
  const url = path.startsWith('https:') ? path : `${reach.graph.base}${path}`;
  const answer = await reach.fetch(url, {
    method,
    headers: { Authorization: `Bearer ${reach.graph.token}`, Prefer: prefer, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function espo(reach: Reach, method: string, path: string, body?: unknown): Promise<unknown> {
  const { base, userName, token } = reach.espo;
  const answer = await reach.fetch(`${base}/api/v1/${path}`, {
    method,
    headers: {
      'Espo-Authorization': btoa(`${userName}:${token}`),
      'Espo-Authorization-By-Token': 'true',
      'X-No-Total': 'true',
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

const list = (reach: Reach, type: string, query: unknown) =>
  espo(reach, 'GET', `${type}?searchParams=${encodeURIComponent(JSON.stringify(query))}`);

/** Several at a time, each in turn. */
async function pool<T>(items: readonly T[], task: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (const item of waiting) await task(item);
    }),
  );
}

const parts = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

async function delta(reach: Reach, calendar: string, from: string, until: string): Promise<Page['value']> {
  const events: Page['value'] = [];
  let next: string | undefined =
    `/me/calendars/${calendar}/calendarView/delta?startDateTime=${from}&endDateTime=${until}`;
  while (next !== undefined) {
    const page = (await graph(reach, 'GET', next, undefined, `${IMMUTABLE}, odata.maxpagesize=50`)) as Page;
    events.push(...page.value);
    next = page['@odata.nextLink'];
  }
  return events;
}

/** As many look-ups as the product needs: their number is told, not how they are made. */
export interface Shape {
  calendar: string;
  from: string;
  until: string;
  types: readonly string[];
  finds: number;
  people: number;
  marks: number;
  translate: number;
  counts: number;
}

export async function outlookToEspo(reach: Reach, shape: Shape): Promise<number> {
  const events = await delta(reach, shape.calendar, shape.from, shape.until);
  for (const type of shape.types)
    await list(reach, type, { where: [], maxSize: 200, orderBy: 'modifiedAt', order: 'asc' });
  for (let i = 0; i < shape.counts; i += 1) await list(reach, 'Meeting', { where: [], maxSize: 0, select: ['id'] });
  const starts = parts(
    events.map(({ start }) => espoTime(start.dateTime)),
    80,
  );
  await pool(
    Array.from({ length: shape.finds }, (_, i) => starts[i % starts.length] ?? []),
    (value) =>
      list(reach, 'Meeting', { where: [{ type: 'in', attribute: 'dateStart', value }], maxSize: 200, select: ['id'] }),
  );
  for (let i = 0; i < shape.people; i += 1)
    await list(reach, 'User', {
      where: [{ type: 'equals', attribute: 'emailAddress', value: 'a@b.example' }],
      maxSize: 60,
    });
  await pool(events, ({ subject, start, end, bodyPreview }) =>
    espo(reach, 'POST', 'Meeting', {
      name: subject,
      description: bodyPreview ?? '',
      status: 'Planned',
      assignedUserId: reach.espo.userId,
      isAllDay: false,
      dateStart: espoTime(start.dateTime),
      dateEnd: espoTime(end.dateTime),
      reminders: [],
    }),
  );
  await translate(
    reach,
    events.map(({ id }) => id),
    shape.translate,
  );
  return events.length;
}

interface Row {
  id: string;
  name: string;
  description: string;
  dateStart: string;
  dateEnd: string;
  modifiedAt: string;
}

export async function espoToOutlook(reach: Reach, shape: Shape): Promise<number> {
  await delta(reach, shape.calendar, shape.from, shape.until);
  const records: Row[] = [];
  for (const type of shape.types) records.push(...(await allOf(reach, type)));
  for (let i = 0; i < shape.counts; i += 1) await list(reach, 'Meeting', { where: [], maxSize: 0, select: ['id'] });
  for (let i = 0; i < shape.marks; i += 1) await graph(reach, 'GET', `/me/calendars/${shape.calendar}/events?$top=50`);
  const made: string[] = [];
  for (const batch of parts(records, BATCH)) {
    const requests = batch.map(({ name, description, dateStart, dateEnd }, index) => ({
      id: String(index),
      method: 'POST',
      url: `/me/calendars/${shape.calendar}/events`,
      headers: { Prefer: IMMUTABLE, 'Content-Type': 'application/json' },
      body: {
        subject: name,
        body: { contentType: 'html', content: description },
        start: { dateTime: dateStart.replace(' ', 'T'), timeZone: 'UTC' },
        end: { dateTime: dateEnd.replace(' ', 'T'), timeZone: 'UTC' },
      },
    }));
    const answer = (await graph(reach, 'POST', '/$batch', { requests })) as {
      responses: { status: number; body: { id: string } }[];
    };
    for (const { status, body } of answer.responses) {
      if (status !== 201) throw new Error(`a member answers ${status}`);
      made.push(body.id);
    }
  }
  await translate(reach, made, shape.translate);
  return records.length;
}

async function allOf(reach: Reach, type: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = { type: 'greaterThan', attribute: 'id', value: last?.id };
    const query = { where: last ? [after] : [], maxSize: 200, orderBy: 'id', order: 'asc' };
    const page = (await list(reach, type, query)) as { list: Row[]; total: number };
    rows.push(...page.list);
    if (page.total !== -1) return rows;
  }
}

async function translate(reach: Reach, ids: readonly string[], times: number): Promise<void> {
  for (const inputIds of parts(ids, 1000).slice(0, times))
    await graph(reach, 'POST', '/me/translateExchangeIds', {
      inputIds,
      sourceIdType: 'restImmutableEntryId',
      targetIdType: 'restId',
    });
}

const espoTime = (dateTime: string): string => dateTime.slice(0, 19).replace('T', ' ');
