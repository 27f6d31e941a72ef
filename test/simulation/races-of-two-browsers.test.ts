/** Two browsers of one user, or a network that sends twice, make the same record in the same moment. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { company } from './colleagues.ts';
import { Browser } from './company.ts';
import { timed } from './scene.ts';

describe('two browsers of one user', () => {
  /** Both look, find nothing, and create: the second one's request leaves before the first one's record is there. */
  async function race(settings: Partial<Settings> = {}, keyField = false) {
    const { firm, clara, later, records } = await company({ keyField, settings });
    clara.mailbox.createEvent('default', timed('Twice'));
    const second = new Browser(firm, clara.login, { oid: 'clara', settings: clara.settings });
    const { fetch } = firm;
    let raced = false;
    firm.fetch = async (input, init) => {
      if (!raced && init?.method === 'POST' && String(input).endsWith('/api/v1/Meeting')) {
        raced = true;
        await second.run();
      }
      return fetch(input, init);
    };
    await clara.browser.run();
    expect(records()).toHaveLength(2);
    return { firm, clara, second, later, records, by: firm.espo.control.act('clara') };
  }

  it.each([false, true])(
    'that create in the same moment end with one record (the other one first: %s)',
    async (swap) => {
      const { clara, second, later, records, firm } = await race();
      const order = swap ? [second, clara.browser] : [clara.browser, second];
      for (const browser of [...order, ...order]) {
        later();
        await browser.run();
      }
      expect(records()).toHaveLength(1);
      expect(clara.mailbox.events()).toHaveLength(1);
      for (const browser of order) {
        later();
        expect(writesOf(await browser.run())).toBe(0);
        const [link] = await browser.store.linksInState('active');
        expect(link?.espoRef).toBe(`Meeting/${records()[0]?.id}`);
      }
      expect(firm.graph.control.mails).toHaveLength(0);
    },
  );

  it.each([false, true])(
    'a second record that was renamed at once has one event, and no third record (other one first: %s)',
    async (swap) => {
      const { clara, second, later, records, by } = await race();
      const [, larger] = [...records()].sort((a, b) => (a.id < b.id ? -1 : 1));
      later();
      by.update('Meeting', larger?.id ?? '', { name: 'Renamed' });
      const order = swap ? [second, clara.browser] : [clara.browser, second];
      for (const browser of [...order, ...order, ...order]) {
        later();
        await browser.run();
      }
      expect(records()).toHaveLength(2);
      expect(clara.mailbox.events().length).toBeLessThanOrEqual(2);
    },
  );

  it.each([false, true])(
    'a second record that was renamed in its first second is not taken away (key: %s)',
    async (key) => {
      const { clara, second, later, records, by } = await race({}, key);
      const [, larger] = [...records()].sort((a, b) => (a.id < b.id ? -1 : 1));
      by.update('Meeting', larger?.id ?? '', { name: 'Renamed' });
      for (const browser of [clara.browser, second, clara.browser, second]) {
        later();
        await browser.run();
      }
      expect(records().map((record) => record['name'])).toContain('Renamed');
    },
  );

  it.each([
    [0, false],
    [0, true],
    [1, false],
    [1, true],
  ])(
    'the event stays where both made a record at once and one was renamed (%d, other one first: %s)',
    async (which, swap) => {
      const { clara, second, later, records, by } = await race({ removeOutlookOnEspoRemoval: true });
      const [event] = clara.mailbox.events();
      by.update('Meeting', records()[which]?.id ?? '', { name: 'Renamed' });
      const order = swap ? [second, clara.browser] : [clara.browser, second];
      for (const browser of [...order, ...order, ...order]) {
        later();
        await browser.run();
      }
      expect(clara.mailbox.events().map(({ id }) => id)).toContain(event?.id);
    },
  );

  it.each([
    ['moved', false],
    ['moved', true],
    ['renamed', false],
    ['renamed', true],
  ])('the event stays where both made a record at once and it was %s then (other one first: %s)', async (how, swap) => {
    const { clara, second, later, records } = await race({ removeOutlookOnEspoRemoval: true });
    const [event] = clara.mailbox.events();
    const { start, end } = timed('', '2026-12-05');
    clara.mailbox.updateEvent(event?.id ?? '', how === 'moved' ? { start, end } : { subject: 'Renamed' });
    const order = swap ? [second, clara.browser] : [clara.browser, second];
    for (const browser of [...order, ...order, ...order]) {
      later();
      await browser.run();
    }
    expect(clara.mailbox.events().map(({ id }) => id)).toEqual([event?.id]);
    expect(records()).toHaveLength(1);
  });

  it('the event stays where one browser gave up the record that the other had made for it', async () => {
    const { firm, clara, later, records } = await company({ settings: { removeOutlookOnEspoRemoval: true } });
    const second = new Browser(firm, clara.login, { oid: 'clara', settings: clara.settings });
    await second.run();
    const event = clara.mailbox.createEvent('default', timed('Twice'));
    await clara.browser.run();
    firm.world.advance(1000);
    firm.espo.control.act('clara').update('Meeting', records()[0]?.id ?? '', { name: 'Renamed' });
    // It knows nothing of the first record's event, and makes another one for each.
    await second.run();
    expect(records()).toHaveLength(2);
    for (const browser of [clara.browser, second, clara.browser, second]) {
      later();
      await browser.run();
    }
    expect(clara.mailbox.events().map(({ id }) => id)).toContain(event.id);
  });

  it('a second record that somebody has worked on waits for a person', async () => {
    const { clara, second, later, records, by } = await race();
    // The keeper is the smaller one; the other is what Clara works on.
    const [, larger] = [...records()].sort((a, b) => (a.id < b.id ? -1 : 1));
    later();
    by.update('Meeting', larger?.id ?? '', { description: 'agenda' });
    for (const browser of [clara.browser, second, clara.browser, second]) {
      later();
      await browser.run();
    }
    expect(records()).toHaveLength(2);
    const held = (await Promise.all([clara.browser, second].map((b) => b.store.plan()))).flat();
    expect(held.every((row) => row.state === 'held')).toBe(true);
    // Who made it asks whether it may go; to the other browser it is a second record of a meeting that has its event.
    expect(held.map((row) => `${row.op} ${row.reason}`).sort()).toEqual([
      'create severalCandidates',
      'remove touchedRecord',
    ]);
  });
});
