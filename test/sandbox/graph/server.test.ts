import { describe, expect, it } from 'vitest';
import { at, IMMUTABLE, person, tenantOfThree, timed, WINDOW } from './bench.ts';

describe('Graph stand-in', () => {
  it('reports an event outside the window as removed', async () => {
    const { client, anna } = tenantOfThree();
    const me = client('anna');
    anna.createEvent('default', timed('inside', '2026-12-01'));
    const first = await me.round(`/me/calendarView/delta?${WINDOW}`, IMMUTABLE);
    expect(first.items.map((item) => item.subject)).toContain('inside');
    const far = anna.createEvent('default', timed('far', '2029-12-01'));
    const second = await me.round(first.link, IMMUTABLE);
    expect(second.items).toEqual([
      { '@odata.type': '#microsoft.graph.event', id: far.immutableId, '@removed': { reason: 'deleted' } },
    ]);
  });

  it('pages by maxpagesize, at most 50, and lets old nextLinks die', async () => {
    const { client, anna } = tenantOfThree();
    const me = client('anna');
    for (let index = 0; index < 120; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
    const size = { Prefer: 'odata.maxpagesize=500' };
    let page = await me.get(`/me/calendarView/delta?${WINDOW}`, size);
    const links: string[] = [];
    while (page.body['@odata.nextLink']) {
      expect(page.body.value.length).toBeLessThanOrEqual(50);
      links.push(page.body['@odata.nextLink']);
      page = await me.get(page.body['@odata.nextLink'], size);
    }
    expect((await me.get(links.at(-1) ?? '', size)).status).toBe(200);
    const dead = await me.get(links[0] ?? '', size);
    expect([dead.status, dead.body.error.code]).toEqual([410, 'SyncStateNotFound']);
  });

  it('answers 412 for a stale etag', async () => {
    const { client, anna } = tenantOfThree();
    const me = client('anna');
    const { id } = anna.createEvent('default', timed('x', '2026-12-01'));
    const { body } = await me.get(`/me/events/${id}`);
    anna.updateEvent(id, { subject: 'y' });
    const stale = await me.patch(`/me/events/${id}`, { subject: 'z' }, { 'If-Match': body['@odata.etag'] });
    expect([stale.status, stale.body.error.code]).toEqual([412, 'ErrorIrresolvableConflict']);
    expect((await me.delete(`/me/events/${id}`, { 'If-Match': body['@odata.etag'] })).status).toBe(412);
    expect((await me.delete(`/me/events/${id}`)).status).toBe(204);
    expect((await me.get(`/me/events/${id}`)).body.error.code).toBe('ErrorItemNotFound');
  });

  it('binds a transactionId to one event', async () => {
    const { client, anna } = tenantOfThree();
    const me = client('anna');
    const body = { ...timed('x', '2026-12-01'), transactionId: 't1' };
    const first = await me.post('/me/events', body);
    const again = await me.post('/me/events', body);
    expect(again.body.id).toBe(first.body.id);
    expect(anna.events()).toHaveLength(1);
    const other = await me.post('/me/events', { ...body, subject: 'other' });
    expect([other.status, other.body.error.code]).toEqual([409, 'ErrorDuplicateTransactionId']);
  });

  it('runs four batch members at a time and throttles the fifth request', async () => {
    const { client, graph } = tenantOfThree();
    const me = client('anna');
    const requests = Array.from({ length: 20 }, (_, index) => ({ id: `${index}`, method: 'GET', url: '/me/calendar' }));
    const alone = await me.post('/$batch', { requests });
    expect(alone.body.responses.map((one: { status: number }) => one.status)).toEqual(Array(20).fill(200));
    const [, both] = await Promise.all([me.get('/me/calendar'), me.post('/$batch', { requests })]);
    const throttled = both.body.responses.filter((one: { status: number }) => one.status === 429);
    expect(throttled.length).toBeGreaterThan(0);
    expect(throttled[0].headers['Retry-After']).toBe('1');
    graph.control.enforceConcurrency = false;
    const [, free] = await Promise.all([me.get('/me/calendar'), me.post('/$batch', { requests })]);
    expect(free.body.responses.every((one: { status: number }) => one.status === 200)).toBe(true);
  });

  it('keeps all-day events at midnight under any label, and refuses others', async () => {
    const { client } = tenantOfThree();
    const me = client('anna');
    const zone = 'Tokyo Standard Time';
    const day = {
      subject: 'off',
      isAllDay: true,
      start: at('2026-12-01T00:00:00', zone),
      end: at('2026-12-02T00:00:00', zone),
    };
    const made = await me.post('/me/events', day, { Prefer: 'outlook.timezone="Pacific Standard Time"' });
    expect(made.body.start).toEqual({ dateTime: '2026-12-01T00:00:00.0000000', timeZone: 'Pacific Standard Time' });
    expect(made.body.originalStartTimeZone).toBe(zone);
    for (const end of [
      at('2026-12-01T00:00:00', zone),
      at('2026-12-02T00:00:00', 'UTC'),
      at('2026-12-02T01:00:00', zone),
    ]) {
      expect((await me.post('/me/events', { ...day, end })).status).toBe(400);
    }
    const bad = await me.post('/me/events', timed('x', '2026-12-01', '10:00', '11:00', 'Mars Standard Time'));
    expect([bad.status, bad.body.error.code]).toEqual([400, 'TimeZoneNotSupportedException']);
  });

  it('shows a series as master, stubs and silent deletions', async () => {
    const { client, anna } = tenantOfThree();
    const me = client('anna');
    const recurrence = {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
      range: { type: 'numbered', startDate: '2026-11-30', numberOfOccurrences: 4 },
    };
    const series = anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence });
    const first = await me.round(`/me/calendarView/delta?${WINDOW}`);
    const stubs = first.items.filter((item) => item.type === 'occurrence');
    expect(new Set(stubs.map((item) => item.id)).size).toBe(4);
    expect(Object.keys(stubs[0]).sort()).toEqual([
      '@odata.etag',
      '@odata.type',
      'end',
      'id',
      'seriesMasterId',
      'start',
      'type',
    ]);
    const gone = anna.occurrenceIds(series.id, '2026-12-07').id;
    anna.deleteOccurrence(series.id, '2026-12-07');
    const second = await me.round(first.link);
    expect(second.items.some((item) => item['@removed'])).toBe(false);
    expect(second.items.some((item) => item.id === gone)).toBe(false);
    const view = await me.get(`/me/calendarView?${WINDOW}`);
    expect(view.body.value.map((item: { start: { dateTime: string } }) => item.start.dateTime.slice(0, 10))).toEqual([
      '2026-11-30',
      '2026-12-14',
      '2026-12-21',
    ]);
    const crossing = await me.patch(
      `/me/events/${anna.occurrenceIds(series.id, '2026-12-14').id}`,
      timed('moved', '2026-12-21'),
    );
    expect(crossing.body.error.code).toBe('ErrorOccurrenceCrossingBoundary');
  });

  it('copies invitations, hides answers from others, mails every write', async () => {
    const { client, graph, anna, bert, carl } = tenantOfThree();
    const me = client('anna');
    const attendees = [person('bert@contoso.example'), person('carl@contoso.example'), person('out@example.org')];
    const made = await me.post('/me/events', { ...timed('plan', '2026-12-01'), attendees });
    const [copy] = bert.events();
    expect(copy?.iCalUId).toBe(made.body.iCalUId);
    expect(copy?.id).not.toBe(made.body.id);
    expect([copy?.isOrganizer, copy?.showAs]).toEqual([false, 'tentative']);
    bert.respond(copy?.id ?? '', 'accepted');
    const status = (list: { status: { response: string } }[]) => list.map((one) => one.status.response);
    expect(status((await me.get(`/me/events/${made.body.id}`)).body.attendees)).toEqual(['accepted', 'none', 'none']);
    expect(status((await client('carl').get(`/me/events/${carl.events()[0]?.id}`)).body.attendees)).toEqual([
      'none',
      'none',
      'none',
    ]);
    await me.patch(`/me/events/${made.body.id}`, { subject: 'plan B' });
    expect(bert.events()[0]?.subject).toBe('plan B');
    expect((await client('bert').patch(`/me/events/${copy?.id}`, { subject: 'mine' })).status).toBe(403);
    await me.delete(`/me/events/${made.body.id}`);
    expect(bert.events()[0]?.subject).toBe('Canceled: plan B');
    expect(anna.events()).toHaveLength(0);
    expect(graph.control.mails.map((mail) => mail.kind)).toEqual(['invitation', 'response', 'update', 'cancellation']);
  });

  it('gives a moved event another default id and keeps the immutable one', async () => {
    const { client, anna } = tenantOfThree();
    const me = client('anna');
    const other = anna.addCalendar({ name: 'Other' });
    const event = anna.createEvent('default', timed('x', '2026-12-01'));
    const moved = anna.moveEvent(event.id, other.id);
    expect(moved.id).not.toBe(event.id);
    expect(moved.immutableId).toBe(event.immutableId);
    expect((await me.get(`/me/events/${event.id}`)).status).toBe(404);
    const both = await me.post('/me/translateExchangeIds', {
      inputIds: [moved.id],
      sourceIdType: 'restId',
      targetIdType: 'restImmutableEntryId',
    });
    expect(both.body.value[0].targetId).toBe(event.immutableId);
  });

  it('keeps extended properties to those who ask, finds by them, and holds a lease on a calendar', async () => {
    const { client } = tenantOfThree();
    const me = client('anna');
    const id = 'String {1b2c3d4e-0000-4000-8000-000000000001} Name CrmId';
    const property = [{ id, value: 'Meeting/1' }];
    const made = await me.post('/me/events', { ...timed('x', '2026-12-01'), singleValueExtendedProperties: property });
    expect(made.body.singleValueExtendedProperties).toBeUndefined();
    const filter = encodeURIComponent(
      `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq 'MEETING/1')`,
    );
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${id}')`);
    const calendar = (await me.get('/me/calendar')).body.id;
    const found = await me.get(`/me/calendars/${calendar}/events?$filter=${filter}&$expand=${expand}`);
    expect(found.body.value[0].singleValueExtendedProperties).toEqual(property);
    await me.patch(`/me/calendars/${calendar}`, { singleValueExtendedProperties: property });
    expect((await me.get(`/me/calendars/${calendar}?$expand=${expand}`)).body.singleValueExtendedProperties).toEqual(
      property,
    );
    expect((await me.get(`/me/calendarView/delta?${WINDOW}&$expand=${expand}`)).status).toBe(500);
  });

  it('loses an answer after the deed, and refuses without the scope', async () => {
    const { client, graph, anna } = tenantOfThree();
    const me = client('anna');
    graph.control.faults.add({ when: 'after', match: (request) => request.method === 'POST' });
    await expect(me.post('/me/events', timed('x', '2026-12-01'))).rejects.toThrow('Failed to fetch');
    expect(anna.events()).toHaveLength(1);
    const reader = client('anna:Calendars.Read');
    expect((await reader.get('/me/calendars')).status).toBe(200);
    expect((await reader.post('/me/events', timed('x', '2026-12-01'))).body.error.code).toBe('ErrorAccessDenied');
  });
});
