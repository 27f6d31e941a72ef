/** Change tracking, views, ids and series (graph.md 1, 2, 8). */
import assert from 'node:assert/strict';
import { IMMUTABLE, timed, WINDOW } from '../sandbox/graph/bench.ts';
import { allPages, type Entry, EXPAND, refused, WEEKLY } from './graph-scene.ts';

export const deltaChecks: Entry[] = [
  [
    'phantomRemovals',
    'an event made outside the window comes as removed',
    async ({ me, anna }) => {
      const { link } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      const { id } = anna.createEvent('default', timed('far', '2029-01-01'));
      assert.deepEqual(
        (await me.round(link)).items.map((item) => [item.id, item['@removed']?.reason]),
        [[id, 'deleted']],
      );
    },
  ],
  [
    'occurrenceStubs',
    'an occurrence in delta has no subject',
    async ({ me, anna }) => {
      anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const { items } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      const stubs = items.filter((item) => item.type === 'occurrence');
      assert.ok(
        stubs.length >= 4 && stubs.every((item) => Object.keys(item).length === 7 && item.subject === undefined),
      );
    },
  ],
  [
    'deletedOccurrenceSilent',
    'a deleted occurrence leaves no @removed',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const { link } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      anna.deleteOccurrence(id, '2026-12-07');
      const { items } = await me.round(link);
      assert.ok(items.length > 0 && items.every((item) => !item['@removed']));
    },
  ],
  [
    'idChangesOnMove',
    'a move changes the default id',
    async ({ me, anna }) => {
      const event = anna.createEvent('default', timed('x', '2026-12-01'));
      anna.moveEvent(event.id, anna.addCalendar({ name: 'Other' }).id);
      refused(await me.get(`/me/events/${event.id}`), 404, 'ErrorItemNotFound');
      assert.equal((await me.get(`/me/events/${event.immutableId}`)).status, 200);
    },
  ],
  [
    'strictIds',
    'ids are exact: case and alphabet count',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', timed('x', '2026-12-01'));
      const flipped = id.slice(0, 60) + id.slice(60).replace(/[a-z]/, (letter) => letter.toUpperCase());
      assert.notEqual(flipped, id);
      assert.equal((await me.get(`/me/events/${flipped}`)).status, 404);
      const ews = id.replaceAll('_', '+').replaceAll('-', '/');
      refused(await me.get(`/me/events/${encodeURIComponent(ews)}`), 400, 'ErrorInvalidIdMalformed');
    },
  ],
  [
    'deltaRefusesOptions',
    'delta takes no $select, $filter or $expand',
    async ({ me }) => {
      refused(await me.get(`/me/calendarView/delta?${WINDOW}&$select=subject`), 400, 'ErrorInvalidUrlQuery');
      refused(await me.get(`/me/calendarView/delta?${WINDOW}&$expand=${EXPAND}`), 500, 'InternalServerError');
    },
  ],
  [
    'viewSpanLimit',
    'a view spans at most 1825 days',
    async ({ me }) => {
      const window = (end: string) =>
        `/me/calendarView?startDateTime=2020-01-01T00:00:00Z&endDateTime=${end}T00:00:00Z`;
      refused(await me.get(window('2025-01-01')), 400, 'ErrorInvalidRequest');
      assert.equal((await me.get(window('2024-12-30'))).status, 200);
    },
  ],
  [
    'deltaGenerations',
    'an old deltaLink dies when newer ones were given out',
    async ({ me }) => {
      const { link } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      let newer = link;
      for (let count = 0; count < 4; count++) newer = (await me.round(newer)).link;
      refused(await me.get(link), 410, 'SyncStateNotFound');
      assert.equal((await me.get(newer)).status, 200);
    },
  ],
  [
    'oldNextLinksDie',
    'an old nextLink dies when one pages on',
    async ({ me, anna }) => {
      for (let index = 0; index < 45; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
      const pages = await allPages(me, `/me/calendarView/delta?${WINDOW}`, {});
      refused(await me.get(pages[0]?.body['@odata.nextLink']), 410, 'SyncStateNotFound');
    },
  ],
  [
    'deltaDisorder',
    'delta pages repeat items or come empty, in any order',
    async ({ me, anna }) => {
      for (let index = 0; index < 150; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
      const pages = await allPages(me, `/me/calendarView/delta?${WINDOW}`, { Prefer: 'odata.maxpagesize=4' });
      const subjects = pages.flatMap(({ body }) => body.value.map((item: { subject: string }) => item.subject));
      assert.equal(new Set(subjects).size, 150);
      assert.ok(pages.slice(0, -1).some(({ body }) => body.value.length === 0));
      assert.notDeepEqual(subjects.slice(0, 3), ['e0', 'e1', 'e2']);
    },
  ],
  [
    'pageSizeCap',
    'a delta page never holds more than 50',
    async ({ me, anna }) => {
      for (let index = 0; index < 120; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
      const pages = await allPages(me, `/me/calendarView/delta?${WINDOW}`, { Prefer: 'odata.maxpagesize=500' });
      assert.ok(pages.length >= 3 && pages.every(({ body }) => body.value.length <= 50));
    },
  ],
  [
    'shiftGivesNewIds',
    'a shifted series has new occurrence ids',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const ids = async () =>
        (await me.get(`/me/events/${id}/instances?${WINDOW}`, IMMUTABLE)).body.value.map(
          (one: { id: string }) => one.id,
        );
      const before = await ids();
      anna.updateEvent(id, timed('weekly', '2026-11-30', '14:00', '15:00'));
      const after = await ids();
      assert.equal(after.length, 4);
      assert.ok(after.every((one: string) => !before.includes(one)));
      refused(await me.get(`/me/events/${before[0]}`), 404, 'ErrorItemNotFound');
    },
  ],
  [
    'occurrenceBoundary',
    'an occurrence may not pass its neighbour',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const second = anna.occurrenceIds(id, '2026-12-07').id;
      refused(
        await me.patch(`/me/events/${second}`, timed('weekly', '2026-12-14')),
        400,
        'ErrorOccurrenceCrossingBoundary',
      );
      assert.equal((await me.patch(`/me/events/${second}`, timed('weekly', '2026-12-08'))).body.type, 'exception');
    },
  ],
];
