/** Limits, batches, conditions and refusals (graph.md 3, 4, 9, 10, 15). */
import assert from 'node:assert/strict';
import { type Got, timed } from '../sandbox/graph/bench.ts';
import { PER_WINDOW } from '../sandbox/graph/limits.ts';
import { type Entry, members, refused } from './graph-scene.ts';

export const limitsChecks: Entry[] = [
  [
    'ifMatch',
    'a stale etag gives 412',
    async ({ me, anna }) => {
      const { id, changeKey } = anna.createEvent('default', timed('x', '2026-12-01'));
      anna.updateEvent(id, { subject: 'y' });
      const stale = { 'If-Match': `W/"${String(changeKey)}"` };
      refused(await me.patch(`/me/events/${id}`, { subject: 'z' }, stale), 412, 'ErrorIrresolvableConflict');
      refused(await me.delete(`/me/events/${id}`, stale), 412, 'ErrorIrresolvableConflict');
    },
  ],
  [
    'transactionIdBound',
    'a transactionId makes one event only',
    async ({ me, anna }) => {
      const body = { ...timed('x', '2026-12-01'), transactionId: 't' };
      const first = await me.post('/me/events', body);
      assert.equal((await me.post('/me/events', body)).body.id, first.body.id);
      refused(await me.post('/me/events', { ...body, subject: 'y' }), 409, 'ErrorDuplicateTransactionId');
      await me.delete(`/me/events/${first.body.id}`);
      refused(await me.post('/me/events', body), 409, 'ErrorDuplicateTransactionId');
      assert.equal(anna.events().length, 0);
    },
  ],
  [
    'concurrencyLimit',
    'the fifth at a time is throttled, batch members too',
    async ({ me }) => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => me.get('/me/calendar')));
      assert.equal(answers.filter((got) => got.status === 429).length, 2);
      const throttled = answers.find((got) => got.status === 429);
      assert.deepEqual(
        [throttled?.body.error.code, throttled?.headers.get('retry-after')],
        ['ApplicationThrottled', '1'],
      );
      const [, batch] = await Promise.all([me.get('/me/calendar'), me.post('/$batch', { requests: members(20) })]);
      assert.ok(batch.body.responses.some((one: Got) => one.status === 429));
      assert.ok(
        (await me.post('/$batch', { requests: members(20) })).body.responses.every((one: Got) => one.status === 200),
      );
    },
  ],
  [
    'rateLimit',
    'too many in ten minutes are throttled, whole and fractional',
    async ({ me, control }) => {
      assert.equal(PER_WINDOW, 10_000);
      control.limits.perWindow = 5;
      for (let count = 0; count < 5; count++) assert.equal((await me.get('/me/calendar')).status, 200);
      const after: string[] = [];
      for (let count = 0; count < 20; count++) {
        const got = await me.get('/me/calendar');
        refused(got, 429, 'TooManyRequests');
        after.push(got.headers.get('retry-after') ?? '');
      }
      assert.ok(after.some((text) => /^\d+$/.test(text)) && after.some((text) => /^\d+\.\d+$/.test(text)));
    },
  ],
  [
    'batchLimit',
    'a batch has at most 20 members',
    async ({ me }) => {
      assert.equal((await me.post('/$batch', { requests: members(21) })).status, 400);
    },
  ],
  [
    'batchDisorder',
    'batch answers come in any order',
    async ({ me }) => {
      const order = async () =>
        (await me.post('/$batch', { requests: members(20) })).body.responses.map((one: { id: string }) =>
          Number(one.id),
        );
      const orders = [await order(), await order(), await order()];
      assert.ok(orders.some((ids) => ids.some((id: number, index: number) => id !== index)));
    },
  ],
  [
    'failedDependency',
    'a member after a failed one answers 424',
    async ({ me, anna }) => {
      const requests = [
        { id: '1', method: 'GET', url: '/me/mailboxSettings?$bad=1' },
        {
          id: '2',
          method: 'POST',
          url: '/me/events',
          dependsOn: ['1'],
          headers: { 'Content-Type': 'application/json' },
          body: timed('x', '2026-12-01'),
        },
      ];
      const { body } = await me.post('/$batch', { requests });
      assert.deepEqual(body.responses.map((one: { id: string; status: number }) => [one.id, one.status]).sort(), [
        ['1', 400],
        ['2', 424],
      ]);
      assert.equal(anna.events().length, 0);
    },
  ],
  [
    'scopes',
    'a reader cannot write',
    async ({ client }) => {
      const reader = client('anna:Calendars.Read,User.Read');
      assert.equal((await reader.get('/me/calendars')).status, 200);
      refused(await reader.post('/me/events', timed('x', '2026-12-01')), 403, 'ErrorAccessDenied');
      refused(await reader.get('/me/mailboxSettings'), 403, 'ErrorAccessDenied');
    },
  ],
  [
    'strictRequests',
    'unknown parameters and properties are refused',
    async ({ me }) => {
      refused(await me.get('/me/events?$frobnicate=1'), 400, 'BadRequest');
      refused(await me.post('/me/events', { ...timed('x', '2026-12-01'), crmId: '1' }), 400, 'RequestBodyRead');
      refused(
        await me.post('/me/events', { ...timed('x', '2026-12-01'), iCalUId: '1' }),
        400,
        'ErrorInvalidPropertySet',
      );
      refused(await me.post('/me/events', { ...timed('x', '2026-12-01'), isAllDay: 'yes' }), 400, 'BadRequest');
      refused(await me.get('/me/messages'), 400, 'RequestBroker--ParseUri');
    },
  ],
];
