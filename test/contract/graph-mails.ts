/** Which writes Exchange answers with mail to people, and which it does not (graph.md 6). */
import assert from 'node:assert/strict';
import { type Client, person, tenantOfThree, timed } from '../sandbox/graph/bench.ts';
import type { MailboxControl } from '../sandbox/graph/control.ts';
import { PROPERTY, WEEKLY } from './graph-scene.ts';

interface Scene {
  me: Client;
  client(oid: string): Client;
  anna: MailboxControl;
  bert: MailboxControl;
  /** Anna's meeting with Bert and Carl, already sent. */
  id: string;
}

/** name, what is done, and the mails of it as `kind:number of addressees`. */
const writes: [string, (scene: Scene) => Promise<unknown>, string[]][] = [
  [
    'POST with attendees',
    ({ me }) => me.post('/me/events', { ...timed('new', '2026-12-02'), attendees: [person('bert@contoso.example')] }),
    ['invitation:1'],
  ],
  [
    'POST as draft',
    ({ me }) =>
      me.post('/me/events', {
        ...timed('new', '2026-12-02'),
        attendees: [person('bert@contoso.example')],
        isDraft: true,
      }),
    [],
  ],
  ['POST without attendees', ({ me }) => me.post('/me/events', timed('new', '2026-12-02')), []],
  [
    'draft sent later',
    async ({ me }) => {
      const made = await me.post('/me/events', {
        ...timed('new', '2026-12-02'),
        attendees: [person('bert@contoso.example')],
        isDraft: true,
      });
      await me.patch(`/me/events/${made.body.id}`, { subject: 'still a draft' });
      return me.patch(`/me/events/${made.body.id}`, { isDraft: false });
    },
    ['invitation:1'],
  ],
  ['PATCH subject', ({ me, id }) => me.patch(`/me/events/${id}`, { subject: 'b' }), ['update:2']],
  [
    'PATCH with isDraft on a sent meeting',
    ({ me, id }) => me.patch(`/me/events/${id}`, { subject: 'b', isDraft: true }),
    ['update:2'],
  ],
  ['PATCH time', ({ me, id }) => me.patch(`/me/events/${id}`, timed('plan', '2026-12-03')), ['update:2']],
  [
    'PATCH body',
    ({ me, id }) => me.patch(`/me/events/${id}`, { body: { contentType: 'text', content: 'x' } }),
    ['update:2'],
  ],
  ['PATCH categories', ({ me, id }) => me.patch(`/me/events/${id}`, { categories: ['Red'] }), ['update:2']],
  [
    'PATCH extended properties only',
    ({ me, id }) => me.patch(`/me/events/${id}`, { singleValueExtendedProperties: [{ id: PROPERTY, value: '1' }] }),
    [],
  ],
  [
    'PATCH attendees: one added',
    ({ me, id }) =>
      me.patch(`/me/events/${id}`, {
        attendees: ['bert', 'carl', 'dora'].map((one) => person(`${one}@contoso.example`)),
      }),
    ['invitation:1'],
  ],
  [
    'PATCH attendees: one removed',
    ({ me, id }) => me.patch(`/me/events/${id}`, { attendees: [person('bert@contoso.example')] }),
    ['cancellation:1'],
  ],
  ['DELETE by the organizer', ({ me, id }) => me.delete(`/me/events/${id}`), ['cancellation:2']],
  ['cancel', ({ me, id }) => me.post(`/me/events/${id}/cancel`, { comment: 'no' }), ['cancellation:2']],
  ['DELETE by an attendee', ({ client, bert }) => client('bert').delete(`/me/events/${bert.events()[0]?.id}`), []],
  [
    'PATCH of an own field by an attendee',
    ({ client, bert }) => client('bert').patch(`/me/events/${bert.events()[0]?.id}`, { categories: ['x'] }),
    [],
  ],
  [
    'accept',
    ({ client, bert }) => client('bert').post(`/me/events/${bert.events()[0]?.id}/accept`, {}),
    ['response:1'],
  ],
  [
    'accept without an answer',
    ({ client, bert }) => client('bert').post(`/me/events/${bert.events()[0]?.id}/accept`, { sendResponse: false }),
    [],
  ],
  [
    'a series with one changed instance',
    async ({ me, anna }) => {
      const { body } = await me.post('/me/events', {
        ...timed('series', '2026-11-30'),
        recurrence: WEEKLY,
        attendees: [person('bert@contoso.example')],
      });
      await me.patch(`/me/events/${anna.occurrenceIds(body.id, '2026-12-07').id}`, { subject: 'other' });
      return me.patch(`/me/events/${body.id}`, { location: { displayName: 'x' } });
    },
    ['invitation:1', 'update:1', 'update:1', 'update:1'],
  ],
  ['GET', ({ me, id }) => me.get(`/me/events/${id}`), []],
];

export const mailChecks = writes.map(([name, act, expected]) => ({
  name,
  run: async () => {
    const { graph, anna, bert, client } = tenantOfThree();
    const attendees = [person('bert@contoso.example'), person('carl@contoso.example')];
    const { id } = anna.createEvent('default', { ...timed('plan', '2026-12-01'), attendees });
    graph.control.mails.length = 0;
    await act({ me: client('anna'), client, anna, bert, id });
    assert.deepEqual(
      graph.control.mails.map((mail) => `${mail.kind}:${mail.to.length}`),
      expected,
    );
  },
}));
