import { describe, expect, it } from 'vitest';
import { ordersOf } from '../../src/background/sync/model/order.ts';
import { giveOrder, repeatOrder } from '../../src/background/sync/person/orders.ts';
import type { Act } from '../../src/shared/card.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import { Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';

const bob = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };

/** What a user orders on the card of an event, carried out by the engine. */
async function stage(settings: Partial<Settings> = {}) {
  const here = await scene();
  here.browser.settings = { ...here.browser.settings, ...settings };
  const { browser, mailbox, espo } = here;
  const { store } = browser;
  const eventOf = (subject: string) => mailbox.events().find((e) => e.subject === subject);
  const refOf = (subject: string) => eventOf(subject)?.immutableId ?? '';
  const linkOf = async (subject: string) => (await store.linksByRef('outlook', [refOf(subject)]))[0];
  const order = async (subject: string, act: Act) => {
    const linkId = (await linkOf(subject))?.id ?? '';
    await giveOrder(store, { act, ref: refOf(subject), linkId, at: here.company.world.now() }, `id-${Math.random()}`);
  };
  const records = (type = 'Meeting') => espo.dump(type).filter((row) => !row['deleted']);
  const names = (type = 'Meeting') =>
    records(type)
      .map((row) => String(row['name']))
      .sort();
  const row = (name: string, type = 'Meeting') => records(type).find((one) => one['name'] === name);
  const subjects = () =>
    mailbox
      .events()
      .map((e) => e.subject)
      .sort();
  const failed = async () => (await ordersOf(store)).map((one) => one.failed?.code);
  const hands = new Hands(browser);
  /** What the administrator changed is seen. */
  const retype = () => store.commit({ cursors: { remove: ['surroundings'] } });
  return { ...here, store, eventOf, refOf, linkOf, order, records, names, row, subjects, failed, hands, retype };
}

describe('a record for an event that is left out', () => {
  it('is made, and stays in step although the filter would leave it out', async () => {
    const { mailbox, run, order, names, settled, linkOf, failed } = await stage({ filterFree: true });
    mailbox.createEvent('default', { ...timed('Free lunch'), showAs: 'free' });
    await run();
    expect(names()).toEqual([]);
    await order('Free lunch', { act: 'create', type: 'Call', parent: null });
    expect(await run()).toMatchObject({ created: 1, held: 0 });
    expect(names('Call')).toEqual(['Free lunch']);
    expect(await failed()).toEqual([]);
    await settled();
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'Free dinner' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(names('Call')).toEqual(['Free dinner']);
    expect(await linkOf('Free dinner')).toMatchObject({ state: 'active', byPerson: true });
    await settled();
  });

  it('gets the parent that was chosen', async () => {
    const { mailbox, run, order, row, anna, settled } = await stage({ filterFree: true });
    const account = anna.create('Account', { name: 'Acme' });
    mailbox.createEvent('default', { ...timed('Free lunch'), showAs: 'free' });
    await run();
    await order('Free lunch', { act: 'create', type: 'Meeting', parent: { type: 'Account', id: account.id } });
    await run();
    expect(row('Free lunch')).toMatchObject({ parentType: 'Account', parentId: account.id });
    await settled();
  });

  it('is found before it is made, and made again where the user had left it out', async () => {
    const { mailbox, run, order, names, settled, anna } = await stage({ filterFree: true });
    mailbox.createEvent('default', { ...timed('Known'), showAs: 'free' });
    anna.create('Meeting', meeting('Known', anna.id));
    mailbox.createEvent('default', { ...timed('Left out', '2026-12-03') });
    await run();
    await order('Left out', { act: 'unlink', remove: 'espo' });
    await run();
    await order('Known', { act: 'create', type: 'Meeting', parent: null });
    await order('Left out', { act: 'leaveOut' });
    await run();
    expect(names()).toEqual(['Known']);
    await order('Left out', { act: 'create', type: 'Meeting', parent: null });
    await run();
    expect(names()).toEqual(['Known', 'Left out']);
    await settled();
  });

  it('never of a private one, nor against the direction', async () => {
    const { mailbox, run, order, names, failed, browser } = await stage();
    mailbox.createEvent('default', { ...timed('Doctor'), sensitivity: 'private' });
    mailbox.createEvent('default', timed('Open', '2026-12-02'));
    browser.settings = { ...browser.settings, direction: 'espoToOutlook' };
    await run();
    await order('Open', { act: 'create', type: 'Meeting', parent: null });
    await run();
    expect([names(), await failed()]).toEqual([[], ['direction']]);
    browser.settings = { ...browser.settings, direction: 'both' };
    await order('Doctor', { act: 'create', type: 'Meeting', parent: null });
    await run();
    expect([names(), await failed()]).toEqual([['Open'], ['direction', 'cannot']]);
  });

  it('is made once, though the answer is lost and the browser is killed', async () => {
    const { mailbox, run, order, names, espo, settled, failed } = await stage({ filterFree: true });
    mailbox.createEvent('default', { ...timed('Once'), showAs: 'free' });
    await run();
    await order('Once', { act: 'create', type: 'Meeting', parent: null });
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Meeting'), when: 'after' });
    await run().catch(() => undefined);
    await run();
    expect([names(), await failed()]).toEqual([['Once'], []]);
    await settled();
  });
});

describe('linked to a record that the user chose', () => {
  it('goes on as one meeting', async () => {
    const { mailbox, run, order, names, anna, settled, linkOf } = await stage({ filterFree: true });
    mailbox.createEvent('default', { ...timed('Lunch'), showAs: 'free' });
    const record = anna.create('Meeting', { ...meeting('Something else', anna.id, '2026-12-05') });
    await run();
    await order('Lunch', { act: 'link', record: { type: 'Meeting', id: record.id } });
    await run();
    expect((await linkOf('Lunch'))?.espoRef ?? (await linkOf('Something else'))?.espoRef).toBe(`Meeting/${record.id}`);
    expect(names()).toHaveLength(1);
    await settled();
  });

  it('and not with one that belongs to another event', async () => {
    const { mailbox, run, order, row, failed } = await stage({ filterFree: true });
    mailbox.createEvent('default', { ...timed('Lunch'), showAs: 'free' });
    mailbox.createEvent('default', timed('Taken', '2026-12-02'));
    await run();
    await order('Lunch', { act: 'link', record: { type: 'Meeting', id: row('Taken')?.id ?? '' } });
    await run();
    expect(await failed()).toEqual(['there']);
  });
});

describe('taken apart', () => {
  it('keeps both, and asks nothing more', async () => {
    const { mailbox, run, order, names, subjects, settled, hands, linkOf } = await stage();
    mailbox.createEvent('default', timed('Both'));
    await run();
    await order('Both', { act: 'unlink', remove: '' });
    await run();
    expect([names(), subjects(), await hands.needs()]).toEqual([['Both'], ['Both'], []]);
    expect(await linkOf('Both')).toMatchObject({ state: 'unlinked' });
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'Changed' });
    await settled();
    expect(names()).toEqual(['Both']);
  });

  it.each([
    ['espo', [], ['Mine']],
    ['outlook', ['Mine'], []],
  ] as const)('deletes the one in %s', async (remove, records, events) => {
    const { mailbox, run, order, names, subjects, settled, hands } = await stage();
    mailbox.createEvent('default', timed('Mine'));
    await run();
    await order('Mine', { act: 'unlink', remove });
    expect(await run()).toMatchObject({ removed: 1 });
    expect([names(), subjects()]).toEqual([records, events]);
    expect(hands.log.at(-1)).toMatchObject({ cause: 'unlinked and removed by you' });
    await settled();
  });

  it('deletes no event that would mail people, and nothing across the wall', async () => {
    const { mailbox, run, order, subjects, failed, company, browser } = await stage();
    mailbox.createEvent('default', { ...timed('With people'), attendees: [bob] } as never);
    mailbox.createEvent('default', timed('Alone', '2026-12-02'));
    await run();
    await order('With people', { act: 'unlink', remove: 'outlook' });
    const mails = company.graph.control.mails.length;
    await run();
    expect([await failed(), company.graph.control.mails.length]).toEqual([['noRight'], mails]);
    browser.settings = { ...browser.settings, direction: 'outlookToEspo' };
    await order('Alone', { act: 'unlink', remove: 'outlook' });
    await run();
    expect(await failed()).toEqual(['noRight', 'direction']);
    expect(subjects()).toEqual(['Alone', 'With people']);
  });
});

describe('what only EspoCRM knows', () => {
  it('parent and status are written together with an edit, logged, and settle', async () => {
    const { mailbox, run, order, row, anna, settled, hands, eventOf } = await stage();
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
    expect(await hands.undoLastRun()).toMatchObject({ undone: 0 });
    await settled();
  });

  it('Held by the name that the administrator gave it, and not at all where there is none', async () => {
    const { mailbox, run, order, row, espo, failed, settled, retype } = await stage();
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
    const { mailbox, run, order, row, settled, eventOf } = await stage();
    mailbox.createEvent('default', timed('Review'));
    await run();
    await order('Review', { act: 'status', status: 'notHeld' });
    await run();
    expect([row('Review')?.['status'], eventOf('Review')?.isCancelled]).toEqual(['Not Held', false]);
    await settled();
  });

  it('is written once more where somebody was faster', async () => {
    const { mailbox, run, order, row, anna } = await stage();
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
    const { mailbox, run, order, row, espo, failed, hands, settled } = await stage();
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
    const { mailbox, run, order, espo, settled, hands, failed } = await stage();
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
    const { mailbox, run, order, espo } = await stage();
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
    const { mailbox, run, order, espo, store, failed } = await stage();
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
      const { mailbox, run, order, espo, row, settled, failed } = await stage({ unknownAttendees });
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

it('killed anywhere on the way, each order is carried out once', async () => {
  for (let at = 0; at < 150; at += 1) {
    const { mailbox, run, order, names, row, espo, settled, failed, anna } = await stage({ filterFree: true });
    const account = anna.create('Account', { name: 'Acme' });
    mailbox.createEvent('default', { ...timed('Free'), showAs: 'free' });
    mailbox.createEvent('default', timed('Linked', '2026-12-02'));
    mailbox.createEvent('default', timed('Apart', '2026-12-03'));
    await run();
    await order('Free', { act: 'create', type: 'Call', parent: { type: 'Account', id: account.id } });
    await order('Linked', { act: 'status', status: 'held' });
    await order('Linked', { act: 'note', text: 'Said once.' });
    await order('Apart', { act: 'unlink', remove: 'espo' });
    let left = at;
    const died = await run(() => {
      left -= 1;
      if (left < 0) throw new Error('killed');
    }).then(
      () => false,
      () => true,
    );
    await run();
    await run();
    await settled();
    const notes = espo.dump('Note').map((one) => one['post']);
    expect([at, names(), names('Call'), row('Linked')?.['status'], row('Free', 'Call')?.['parentId'], notes]).toEqual([
      at,
      ['Linked'],
      ['Free'],
      'Held',
      account.id,
      ['Said once.'],
    ]);
    expect(await failed()).toEqual([]);
    if (!died) return;
  }
}, 120_000);
