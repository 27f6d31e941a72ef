/** What events look like and whom they mail (graph.md 5, 6, 7). */
import assert from 'node:assert/strict';
import { at, type Got, timed } from '../sandbox/graph/bench.ts';
import { type Entry, EXPAND, meeting, PROPERTY, refused } from './graph-scene.ts';

export const eventsChecks: Entry[] = [
  [
    'hideExtendedProperties',
    'extended properties come only when expanded',
    async ({ me }) => {
      const made = await me.post('/me/events', {
        ...timed('x', '2026-12-01'),
        singleValueExtendedProperties: [{ id: PROPERTY, value: 'v' }],
      });
      const answers = [made, await me.get(`/me/events/${made.body.id}`)];
      assert.ok(answers.every(({ body }) => body.singleValueExtendedProperties === undefined));
      assert.equal(
        (await me.get(`/me/events/${made.body.id}?$expand=${EXPAND}`)).body.singleValueExtendedProperties[0].value,
        'v',
      );
    },
  ],
  [
    'allDayRules',
    'all-day events are whole days of one zone',
    async ({ me }) => {
      const day = { subject: 'off', isAllDay: true, start: at('2026-12-01T00:00:00') };
      for (const end of [
        at('2026-12-01T00:00:00'),
        at('2026-12-02T00:00:00', 'Tokyo Standard Time'),
        at('2026-12-02T10:00:00'),
      ]) {
        refused(await me.post('/me/events', { ...day, end }), 400, 'ErrorPropertyValidationFailure');
      }
      assert.equal((await me.post('/me/events', { ...day, end: at('2026-12-02T00:00:00') })).status, 201);
    },
  ],
  [
    'allDayNotShifted',
    'all-day events are midnight under every label',
    async ({ me }) => {
      const zone = 'Tokyo Standard Time';
      const body = {
        subject: 'off',
        isAllDay: true,
        start: at('2026-12-01T00:00:00', zone),
        end: at('2026-12-02T00:00:00', zone),
      };
      const made = await me.post('/me/events', body);
      assert.deepEqual(made.body.start, { dateTime: '2026-12-01T00:00:00.0000000', timeZone: 'UTC' });
    },
  ],
  [
    'zoneNames',
    'unknown zones are refused',
    async ({ me }) => {
      const bad = timed('x', '2026-12-01', '10:00', '11:00', 'Greenwich Mean Time');
      refused(await me.post('/me/events', bad), 400, 'TimeZoneNotSupportedException');
    },
  ],
  [
    'bodyAsHtml',
    'text comes back as HTML',
    async ({ me }) => {
      const made = await me.post('/me/events', {
        ...timed('x', '2026-12-01'),
        body: { contentType: 'text', content: 'a < b\nc' },
      });
      assert.equal(made.body.body.contentType, 'html');
      assert.ok(made.body.body.content.startsWith('<html>') && made.body.body.content.includes('a &lt; b<br>'));
      const text = await me.get(`/me/events/${made.body.id}`, { Prefer: 'outlook.body-content-type="text"' });
      assert.deepEqual(text.body.body, { contentType: 'text', content: 'a < b\r\nc' });
    },
  ],
  [
    'hideOthersResponses',
    'attendees do not see the others’ answers',
    async ({ me, client, bert, carl }) => {
      const made = await me.post('/me/events', meeting('plan'));
      bert.respond(bert.events()[0]?.id ?? '', 'accepted');
      // The organizer's next update carries the list around.
      await me.patch(`/me/events/${made.body.id}`, { subject: 'plan B' });
      const seen = (got: Got) => got.body.attendees.map((one: { status: { response: string } }) => one.status.response);
      assert.deepEqual(seen(await me.get(`/me/events/${made.body.id}`)), ['accepted', 'none']);
      assert.deepEqual(seen(await client('carl').get(`/me/events/${carl.events()[0]?.id}`)), ['none', 'none']);
    },
  ],
  [
    'writesMail',
    'a write on a meeting mails its attendees',
    async ({ me, control }) => {
      const made = await me.post('/me/events', meeting('plan'));
      await me.patch(`/me/events/${made.body.id}`, { location: { displayName: 'here' } });
      await me.delete(`/me/events/${made.body.id}`);
      assert.deepEqual(
        control.mails.map((mail) => [mail.kind, mail.to.length]),
        [
          ['invitation', 2],
          ['update', 2],
          ['cancellation', 2],
        ],
      );
    },
  ],
  [
    'organizerRules',
    'an attendee cannot change the meeting',
    async ({ me, client, bert }) => {
      await me.post('/me/events', meeting('plan'));
      const id = bert.events()[0]?.id ?? '';
      refused(await client('bert').patch(`/me/events/${id}`, { subject: 'mine' }), 403, 'ErrorAccessDenied');
      assert.equal((await client('bert').patch(`/me/events/${id}`, { categories: ['x'] })).status, 200);
      refused(await client('bert').post(`/me/events/${id}/cancel`, {}), 400, 'ErrorInvalidRequest');
    },
  ],
  [
    'bodyEndsOnlineMeeting',
    'a new body without the block ends the online meeting',
    async ({ me }) => {
      const made = await me.post('/me/events', {
        ...meeting('call'),
        isOnlineMeeting: true,
        onlineMeetingProvider: 'teamsForBusiness',
      });
      assert.ok(made.body.onlineMeeting.joinUrl);
      const changed = await me.patch(`/me/events/${made.body.id}`, { body: { contentType: 'html', content: 'new' } });
      assert.deepEqual([changed.body.isOnlineMeeting, changed.body.onlineMeeting], [false, null]);
    },
  ],
];
