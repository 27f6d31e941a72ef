import { describe, expect, it } from 'vitest';
import { orderScene } from './order-scene.ts';
import { meeting, timed } from './scene.ts';

/** What a user orders on the card of an event, carried out by the engine: records made, linked and taken apart. */
const bob = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };

describe('a record for an event that is left out', () => {
  it('is made, and stays in step although the filter would leave it out', async () => {
    const { mailbox, run, order, names, settled, linkOf, failed } = await orderScene({ filterFree: true });
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
    const { mailbox, run, order, row, anna, settled } = await orderScene({ filterFree: true });
    const account = anna.create('Account', { name: 'Acme' });
    mailbox.createEvent('default', { ...timed('Free lunch'), showAs: 'free' });
    await run();
    await order('Free lunch', { act: 'create', type: 'Meeting', parent: { type: 'Account', id: account.id } });
    await run();
    expect(row('Free lunch')).toMatchObject({ parentType: 'Account', parentId: account.id });
    await settled();
  });

  it('is found before it is made, and made again where the user had left it out', async () => {
    const { mailbox, run, order, names, settled, anna, browser } = await orderScene({ filterFree: true });
    mailbox.createEvent('default', { ...timed('Known'), showAs: 'free' });
    anna.create('Meeting', meeting('Known', anna.id));
    mailbox.createEvent('default', { ...timed('Left out', '2026-12-03') });
    await run();
    await order('Left out', { act: 'unlink', remove: 'espo' });
    await run();
    expect((await browser.store.linksInState('unlinked')).map(({ reason }) => reason)).toEqual(['deletedByYou']);
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
    const { mailbox, run, order, names, failed, browser } = await orderScene();
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
    const { mailbox, run, order, names, espo, settled, failed } = await orderScene({ filterFree: true });
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
    const { mailbox, run, order, names, anna, settled, linkOf } = await orderScene({ filterFree: true });
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
    const { mailbox, run, order, row, failed } = await orderScene({ filterFree: true });
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
    const { mailbox, run, order, names, subjects, settled, hands, linkOf } = await orderScene();
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
    const { mailbox, run, order, names, subjects, settled, hands } = await orderScene();
    mailbox.createEvent('default', timed('Mine'));
    await run();
    await order('Mine', { act: 'unlink', remove });
    expect(await run()).toMatchObject({ removed: 1 });
    expect([names(), subjects()]).toEqual([records, events]);
    expect(hands.log.at(-1)).toMatchObject({ cause: 'unlinked and removed by you' });
    await settled();
  });

  it('deletes no event that would mail people, and nothing across the wall', async () => {
    const { mailbox, run, order, subjects, failed, company, browser } = await orderScene();
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

it('killed anywhere on the way, each order is carried out once', async () => {
  for (let at = 0; at < 150; at += 1) {
    const { mailbox, run, order, names, row, espo, settled, failed, anna } = await orderScene({ filterFree: true });
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
