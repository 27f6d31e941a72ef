import { describe, expect, it } from 'vitest';
import { ordersOf } from '../../src/background/sync/model/order.ts';
import { repeatOrder } from '../../src/background/sync/person/orders.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import { orderScene } from './order-scene.ts';
import { timed } from './scene.ts';

/** What a user orders on the card that is written to the record alone: parent, status, notes, and people who take part. */
const bob = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };

describe('what only EspoCRM knows', () => {
  it('parent and status are written together with an edit, logged, and settle', async () => {
    const { mailbox, run, order, row, anna, settled, hands, eventOf } = await orderScene();
    const [acme, umbrella] = ['Acme', 'Umbrella'].map((name) => anna.create('Account', { name }));
    mailbox.createEvent('default', timed('Review'));
    await run();
    await order('Review', { act: 'parent', parent: { type: 'Account', id: acme?.id ?? '' } });
    await order('Review', { act: 'status', status: 'held' });
    mailbox.updateEvent(eventOf('Review')?.id ?? '', { subject: 'Review 2' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(row('Review 2')).toMatchObject({ parentId: acme?.id, status: 'Held' });
    await settled();
    await order('Review 2', { act: 'parent', parent: { type: 'Account', id: umbrella?.id ?? '' } });
    await run();
    expect(row('Review 2')).toMatchObject({ parentId: umbrella?.id });
    // What it overwrote is in the log.
    expect(hands.log.at(-1)).toMatchObject({
      field: 'parent',
      oldValue: `Account/${acme?.id}`,
      newValue: `Account/${umbrella?.id}`,
    });
    expect(await hands.undoLastRun()).toEqual({ undone: 1, skipped: [] });
    expect(row('Review 2')).toMatchObject({ parentId: acme?.id });
    await settled();
  });

  it('Held by the name that the administrator gave it, and not at all where there is none', async () => {
    const { mailbox, run, order, row, espo, failed, settled, retype } = await orderScene();
    espo.setOptions('Meeting', 'status', ['Planned', 'Took place', 'Not Held']);
    espo.setStatusLists('Meeting', { completedStatusList: ['Held', 'Took place'] });
    mailbox.createEvent('default', timed('Review'));
    mailbox.createEvent('default', timed('Review 2', '2026-12-02'));
    await run();
    await order('Review', { act: 'status', status: 'held' });
    await run();
    expect(row('Review')).toMatchObject({ status: 'Took place' });
    espo.setStatusLists('Meeting', { completedStatusList: ['Held'] });
    await retype();
    await order('Review 2', { act: 'status', status: 'held' });
    await run();
    expect([row('Review 2')?.['status'], await failed()]).toEqual(['Planned', ['noRight']]);
    await settled();
  });

  it('Not Held stays, and nothing is cancelled in Outlook', async () => {
    const { mailbox, run, order, row, settled, eventOf } = await orderScene();
    mailbox.createEvent('default', timed('Review'));
    await run();
    await order('Review', { act: 'status', status: 'notHeld' });
    await run();
    expect([row('Review')?.['status'], eventOf('Review')?.isCancelled]).toEqual(['Not Held', false]);
    await settled();
  });

  it('is written once more where somebody was faster', async () => {
    const { mailbox, run, order, row, anna } = await orderScene();
    mailbox.createEvent('default', timed('Review'));
    await run();
    await order('Review', { act: 'status', status: 'held' });
    let once = true;
    await run((what) => {
      if (!once || what !== 'before commit') return;
      once = false;
      anna.update('Meeting', row('Review')?.id ?? '', { description: 'Bring the offer.' });
    });
    expect(row('Review')).toMatchObject({ status: 'Held', description: 'Bring the offer.' });
  });

  it('is not written to a record of a colleague, and the refusal of the server waits under Needs you', async () => {
    const { mailbox, run, order, row, espo, failed, hands, settled } = await orderScene();
    mailbox.createEvent('default', timed('Mine'));
    mailbox.createEvent('default', timed('Theirs', '2026-12-02'));
    await run();
    espo.act('admin').update('Meeting', row('Theirs')?.id ?? '', { assignedUserId: espo.user('ben').id });
    await order('Theirs', { act: 'status', status: 'held' });
    await order('Mine', { act: 'parent', parent: { type: 'Account', id: 'nobody' } });
    espo.faults.push({ match: (r) => r.method === 'PUT', status: 403, times: 1 });
    await run();
    expect(await failed()).toContain('notYours');
    expect(row('Theirs')?.['status']).toBe('Planned');
    expect((await hands.need()).actions.map(({ action }) => action)).toEqual(['retry', 'discard']);
    await hands.press('discard');
    await settled();
    expect(await failed()).toEqual(['notYours']);
  });
});

describe('a note', () => {
  const notes = (espo: { dump(type: string): { [key: string]: unknown }[] }) =>
    espo.dump('Note').map((row) => String(row['post']));

  it('is written to the record, once, though its answer is lost', async () => {
    const { mailbox, run, order, espo, settled, hands, failed } = await orderScene();
    mailbox.createEvent('default', timed('Review'));
    await run();
    await order('Review', { act: 'note', text: 'They want two more.' });
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Note'), when: 'after' });
    await run().catch(() => undefined);
    expect(notes(espo)).toEqual(['They want two more.']);
    await run();
    expect([notes(espo), await failed()]).toEqual([['They want two more.'], []]);
    expect(hands.log.at(-1)).toMatchObject({ field: 'note', newValue: 'They want two more.' });
    await settled();
  });

  it('that never arrived is written then, and two of the same words are two', async () => {
    const { mailbox, run, order, espo } = await orderScene();
    mailbox.createEvent('default', timed('Review'));
    await run();
    await order('Review', { act: 'note', text: 'Called.' });
    espo.faults.push({
      match: (r) => r.method === 'POST' && r.url.endsWith('/Note'),
      when: 'before',
      status: 503,
      times: 1,
    });
    await run().catch(() => undefined);
    expect(notes(espo)).toEqual([]);
    await run();
    await order('Review', { act: 'note', text: 'Called.' });
    await run();
    expect(notes(espo)).toEqual(['Called.', 'Called.']);
  });

  it('that EspoCRM refuses can be given again', async () => {
    const { mailbox, run, order, espo, store, failed } = await orderScene();
    mailbox.createEvent('default', timed('Review'));
    await run();
    await order('Review', { act: 'note', text: 'x' });
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Note'), status: 403, times: 1 });
    await run();
    expect(await failed()).toEqual(['refused']);
    await repeatOrder(store, (await ordersOf(store))[0]?.name ?? '');
    await run();
    expect([await failed(), notes(espo)]).toEqual([[], ['x']]);
  });
});

describe('somebody who takes part', () => {
  it.each(['ignore', 'list'] as const)(
    'is added, with unknown attendees set to %s, and stands on the record',
    async (unknownAttendees) => {
      const { mailbox, run, order, espo, row, settled, failed } = await orderScene({ unknownAttendees });
      mailbox.createEvent('default', { ...timed('Visit'), attendees: [bob] } as never);
      await run();
      await order('Visit', { act: 'person', address: 'bob@customer.example', kind: 'Contact' });
      await run();
      const made = espo.dump('Contact').filter((one) => one['lastName'] === 'Ray');
      expect(made).toHaveLength(1);
      expect(linksOf(row('Visit') as never, 'contacts').map(({ id }) => id)).toEqual([made[0]?.id]);
      expect(await failed()).toEqual([]);
      await settled();
    },
  );
});
