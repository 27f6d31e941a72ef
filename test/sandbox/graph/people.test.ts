/** What people and administrators do to a mailbox, and how it looks to a client. */
import { expect, it } from 'vitest';
import { at, IMMUTABLE, person, tenantOfThree, timed, WINDOW } from './bench.ts';

const DELTA = `/me/calendarView/delta?${WINDOW}`;
const removed = (items: { id: string }[]) => items.filter((item) => '@removed' in item).map((item) => item.id);

it('soft-deleted events stay readable by immutable id, or not', async () => {
  const { client, anna, graph } = tenantOfThree();
  const me = client('anna');
  const { id, immutableId } = anna.createEvent('default', timed('x', '2026-12-01'));
  const { link } = await me.round(DELTA, IMMUTABLE);
  anna.deleteEvent(id);
  expect((await me.get(`/me/events/${id}`)).status).toBe(404);
  expect((await me.get(`/me/events/${immutableId}`)).status).toBe(200);
  expect((await me.get(`/me/calendarView?${WINDOW}`)).body.value).toEqual([]);
  graph.control.variants.softDeleteReadable = false;
  expect((await me.get(`/me/events/${immutableId}`)).status).toBe(404);
  expect(removed((await me.round(link, IMMUTABLE)).items)).toEqual([immutableId]);
  expect(anna.restoreEvent(immutableId).immutableId).toBe(immutableId);
  expect((await me.get(`/me/events/${immutableId}`)).status).toBe(200);
});

it('a restored series lists no occurrence that does not answer by its id', async () => {
  const { client, anna } = tenantOfThree();
  const me = client('anna');
  const recurrence = {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
  };
  const { id, immutableId } = anna.createEvent('default', { ...timed('s', '2026-12-01'), recurrence });
  anna.updateOccurrence(id, '2026-12-02', { subject: 'other' });
  const view = async (): Promise<{ id: string }[]> =>
    (await me.get(`/me/calendarView?${WINDOW}`, IMMUTABLE)).body.value;
  await view();
  anna.deleteEvent(id);
  anna.restoreEvent(immutableId);
  const listed = await view();
  expect(listed).toHaveLength(3);
  for (const one of listed) expect((await me.get(`/me/events/${one.id}`, IMMUTABLE)).status).toBe(200);
});

it('a moved mailbox has new ids and no tokens', async () => {
  const { client, anna } = tenantOfThree();
  const me = client('anna');
  const before = anna.createEvent('default', timed('x', '2026-12-01'));
  const { link } = await me.round(DELTA);
  anna.moveMailbox();
  expect((await me.get(link)).body.error.code).toBe('SyncStateNotFound');
  expect((await me.get(`/me/events/${before.immutableId}`)).status).toBe(404);
  const [after] = (await me.get('/me/events')).body.value;
  expect(after.iCalUId).toBe(before.iCalUId);
  expect(after.id).not.toBe(before.id);
});

it('a shared calendar shows the owner’s events under other ids, read-only, private ones veiled', async () => {
  const { client, anna, bert } = tenantOfThree();
  const own = anna.createEvent('default', { ...timed('secret', '2026-12-01'), sensitivity: 'private' });
  const series = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: '2026-12-02' } };
  anna.createEvent('default', { ...timed('daily', '2026-12-02'), recurrence: series });
  const shared = anna.shareCalendar('default', 'bert');
  const me = client('bert');
  const { items, link } = await me.round(`/me/calendars/${shared.id}/calendarView/delta?${WINDOW}`, IMMUTABLE);
  const seen = items.find((item) => item.sensitivity === 'private');
  expect([seen.subject, seen.body.content]).toEqual(['Private Appointment', '']);
  expect(seen.id).not.toBe(own.immutableId);
  const master = items.find((item) => item.type === 'seriesMaster').id;
  expect((await me.get(`/me/events/${master}`)).status).toBe(404);
  expect((await me.get(`/me/calendars/${shared.id}/events/${master}`)).status).toBe(200);
  const path = `/me/calendars/${shared.id}/events/${master}/instances?startDateTime=2026-12-02T00:00:00Z&endDateTime=2026-12-04T00:00:00Z`;
  const ids = async () => (await me.get(path)).body.value.map((one: { id: string }) => one.id);
  const before = await ids();
  const daily = anna.events().find((one) => one.subject === 'daily');
  anna.updateEvent(daily?.id ?? '', timed('daily', '2026-12-02', '12:00', '13:00'));
  expect(before).toHaveLength(2);
  expect((await ids()).some((id: string) => before.includes(id))).toBe(false);
  expect((await me.get(`/me/calendars/${shared.id}/events/${before[0]}`)).status).toBe(404);
  const write = await me.post(`/me/calendars/${shared.id}/events`, timed('x', '2026-12-01'));
  expect(write.body.error.code).toBe('ErrorAccessDenied');
  anna.deleteEvent(own.id);
  expect(removed((await me.round(link, IMMUTABLE)).items)).toContain(seen.id);
  bert.removeCalendar(shared.id);
  expect((await me.get(link)).body.error.code).toBe('ErrorItemNotFound');
});

it('accepting may be a deletion and a creation; declining takes the copy away', async () => {
  const { client, anna, bert, carl, graph } = tenantOfThree();
  const attendees = [person('bert@contoso.example'), person('carl@contoso.example')];
  anna.createEvent('default', { ...timed('plan', '2026-12-01'), attendees });
  graph.control.variants.acceptIsDeleteCreate = true;
  const [copy] = bert.events();
  const { link } = await client('bert').round(DELTA, IMMUTABLE);
  const again = bert.respond(copy?.id ?? '', 'accepted');
  expect(again.immutableId).not.toBe(copy?.immutableId);
  expect(again.iCalUId).toBe(copy?.iCalUId);
  const { items } = await client('bert').round(link, IMMUTABLE);
  expect(removed(items)).toEqual([copy?.immutableId]);
  expect(items.map((item) => item.id)).toContain(again.immutableId);
  carl.respond(carl.events()[0]?.id ?? '', 'declined');
  expect(carl.events()).toEqual([]);
  const [mine] = anna.events();
  expect((mine?.attendees as { status: { response: string } }[]).map((one) => one.status.response)).toEqual([
    'accepted',
    'declined',
  ]);
});

it('copies carry the marker, invitations do not', async () => {
  const { anna, bert } = tenantOfThree();
  const singleValueExtendedProperties = [
    { id: 'String {1b2c3d4e-0000-4000-8000-000000000001} Name CrmId', value: '1' },
  ];
  const attendees = [person('bert@contoso.example')];
  const { id } = anna.createEvent('default', { ...timed('x', '2026-12-01'), attendees, singleValueExtendedProperties });
  expect(anna.copyEvent(id).extended).toEqual(singleValueExtendedProperties);
  expect(bert.events()[0]?.extended).toEqual([]);
});

it('an occurrence changed by the organizer is changed at the attendee, under ids of their own', async () => {
  const { client, anna, bert } = tenantOfThree();
  const recurrence = {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
  };
  const { id } = anna.createEvent('default', {
    ...timed('s', '2026-12-01'),
    attendees: [person('bert@contoso.example')],
    recurrence,
  });
  anna.updateOccurrence(id, '2026-12-02', { subject: 'other' });
  await client('anna').delete(`/me/events/${anna.occurrenceIds(id, '2026-12-03').id}`);
  const view = async (oid: string) =>
    (await client(oid).get(`/me/calendarView?${WINDOW}`)).body.value.map((one: { subject: string }) => one.subject);
  expect(await view('anna')).toEqual(['s', 'other']);
  expect(await view('bert')).toEqual(['s', 'other', 'Canceled: s']);
  expect(bert.events().map((one) => one.type)).toEqual(['seriesMaster', 'exception', 'exception']);
});

it('keeps wall-clock times of a series across a change of clocks', async () => {
  const { client, anna } = tenantOfThree();
  const zone = 'W. Europe Standard Time';
  const recurrence = {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['friday'] },
    range: { type: 'numbered', startDate: '2027-03-26', numberOfOccurrences: 2 },
  };
  const series = anna.createEvent('default', {
    subject: 's',
    start: at('2027-03-26T09:00:00', zone),
    end: at('2027-03-26T10:00:00', zone),
    recurrence,
  });
  const path = `/me/events/${series.id}/instances?startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-05-01T00:00:00Z`;
  const starts = async (headers = {}) =>
    (await client('anna').get(path, headers)).body.value.map((one: { start: { dateTime: string } }) =>
      one.start.dateTime.slice(5, 16),
    );
  expect(await starts()).toEqual(['03-26T08:00', '04-02T07:00']);
  expect(await starts({ Prefer: `outlook.timezone="${zone}"` })).toEqual(['03-26T09:00', '04-02T09:00']);
});

it('tracks events without a window where the server does', async () => {
  const { client, anna, graph } = tenantOfThree();
  const me = client('anna');
  const path = `/me/calendars/${anna.calendar().id}/events/delta?$select=id`;
  expect((await me.get(path)).status).toBe(400);
  graph.control.variants.eventsDelta = 'windowless';
  anna.createEvent('default', timed('x', '2035-12-01'));
  const { items, link } = await me.round(path);
  expect(items.map((item) => item.type)).toEqual(['singleInstance']);
  const far = anna.createEvent('default', timed('y', '2040-12-01'));
  expect((await me.round(link)).items.map((item) => item.id)).toEqual([far.id]);
});

it('lists thousands of events, and finds one by its iCalUId', async () => {
  const { client, anna } = tenantOfThree();
  const me = client('anna');
  for (let index = 0; index < 3000; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
  const { items } = await me.round(DELTA, { Prefer: 'odata.maxpagesize=50' });
  expect(new Set(items.map((item) => item.id)).size).toBe(3000);
  const filter = encodeURIComponent(`iCalUId eq '${String(anna.events().at(-1)?.iCalUId)}'`);
  expect((await me.get(`/me/events?$filter=${filter}`)).body.value[0].subject).toBe('e2999');
});

it('guests are shown as imports and old servers left them, and are told of changes like everybody', async () => {
  const { client, anna, graph } = tenantOfThree();
  const { id } = anna.createEvent('default', timed('x', '2026-12-01'));
  const odd = [{ emailAddress: { name: 'Guest' } }, { emailAddress: { address: 'SMTP:max@x.example' } }, null];
  anna.oddGuests(id, ...odd);
  expect((await client('anna').get(`/me/events/${id}`)).body.attendees).toEqual(odd);
  expect(graph.control.mails).toEqual([]);
  await client('anna').patch(`/me/events/${id}`, { subject: 'y' });
  expect(graph.control.mails).toMatchObject([{ kind: 'update', to: ['', 'SMTP:max@x.example'] }]);
  anna.organizedAs(id, 'anna.former@contoso.example');
  const { organizer, isOrganizer } = (await client('anna').get(`/me/events/${id}`)).body;
  expect([organizer.emailAddress.address, isOrganizer]).toEqual(['anna.former@contoso.example', true]);
});

it('tells every address of the user, but only where it is asked for by name', async () => {
  const { client } = tenantOfThree();
  const me = client('anna');
  expect((await me.get('/me')).body).not.toHaveProperty('proxyAddresses');
  const { proxyAddresses, otherMails } = (await me.get('/me?$select=mail,proxyAddresses,otherMails')).body;
  expect(proxyAddresses).toEqual([
    expect.stringMatching(/^X500:\/o=ExchangeLabs/),
    'SIP:anna@contoso.example',
    'smtp:anna@contoso.onmicrosoft.example',
    'SMTP:anna@contoso.example',
  ]);
  expect(otherMails).toEqual([]);
  expect((await me.get('/me?$select=addresses')).status).toBe(400);
});

it('lists the zones that it takes, and refuses the others', async () => {
  const { client } = tenantOfThree();
  const me = client('anna');
  const path = '/me/outlook/supportedTimeZones';
  const windows = (await me.get(path)).body.value;
  const iana = (await me.get(`${path}(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')`)).body.value;
  expect(windows).toContainEqual({
    alias: 'W. Europe Standard Time',
    displayName: '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
  });
  expect(iana).toContainEqual({ alias: 'Europe/Berlin', displayName: 'Europe/Berlin' });
  for (const name of ['Europe/Berlin', 'W. Europe Standard Time'])
    expect((await me.post('/me/events', timed('x', '2026-12-01', '10:00', '11:00', name))).status).toBe(201);
  for (const name of ['Customized Time Zone', 'tzone://Microsoft/Custom', 'Europe/Kyiv', windows[3].displayName]) {
    const answer = await me.post('/me/events', timed('x', '2026-12-01', '10:00', '11:00', name));
    expect([name, answer.status, answer.body.error.code]).toEqual([name, 400, 'TimeZoneNotSupportedException']);
  }
});
