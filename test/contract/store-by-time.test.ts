import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { type Guests, NO_GUESTS } from '../../src/background/sync/model/guests.ts';
import type { Link } from '../../src/background/sync/model/link.ts';
import { link, stores } from './stores.ts';

/** Links that are found by when their meetings begin or end, or by what is to be done about them. */
describe.each(stores)('store by time: %s', (_, make) => {
  it('finds what is over and nobody has worked on by its end, and what was declined', async () => {
    const store = make();
    const { espo, base, outlook } = link('example');
    const fields = (change: Partial<Link['base']['espo']>) => ({
      base: { outlook: { ...base.outlook, ...change }, espo: { ...base.espo, ...change } },
    });
    const until = (end: number) => fields({ when: { kind: 'timed', start: end - 1, end } });
    const put = [
      link('long over', until(1000)),
      link('just over', until(2_000_000_000_000)),
      link('touched', { ...until(1000), espo: { ...espo, touched: true }, category: 'due' }),
      link('held', fields({ when: { kind: 'timed', start: 1, end: 2 }, status: 'held' })),
      link('declined', { ...fields({ response: 'declined' }), outlook: { ...outlook, isOrganizer: false } }),
    ];
    await store.commit({ links: { put } });
    const ids = async (list: Promise<Link[]>) => (await list).map((l) => l.id).sort();
    expect(await ids(store.linksOver(1000))).toEqual([]);
    expect(await ids(store.linksOver(1001))).toEqual(['long over']);
    expect(await ids(store.linksOver(1001.5))).toEqual(['long over']);
    expect(await ids(store.linksOver(2_000_000_000_001))).toEqual(['just over', 'long over']);
    expect(await ids(store.linksDeclined())).toEqual(['declined']);
    expect(await ids(store.linksToCategorize())).toEqual(['touched']);
    await store.commit({ links: { put: [link('long over', { ...until(1000), espo: { ...espo, touched: true } })] } });
    expect(await ids(store.linksOver(1001))).toEqual([]);
  });

  it('finds to which meetings ahead somebody is perhaps to be invited', async () => {
    const store = make();
    const NOW = 1_800_000_000_000;
    const ahead = (start: number, guests: Partial<Guests> = {}): Partial<Link> => {
      const { base } = link('x');
      const outlook = { ...base.outlook, when: { kind: 'timed' as const, start, end: start } };
      return { origin: 'espo', base: { ...base, outlook }, guests: { ...NO_GUESTS, ...guests } };
    };
    const bob = { name: 'Bob', address: 'bob@customer.example' };
    const put = [
      link('to look', ahead(NOW + 1, { look: true })),
      link('to invite', ahead(2 * NOW, { there: [bob] })),
      link('invited', ahead(2 * NOW, { there: [bob], invited: [bob] })),
      link('over', ahead(NOW, { look: true })),
      link('of Outlook', { ...ahead(2 * NOW, { look: true }), origin: 'outlook' }),
      link('a tombstone', { ...ahead(2 * NOW, { look: true }), state: 'unlinked' }),
    ];
    await store.commit({ links: { put } });
    // Clocks are measured in halves of milliseconds.
    for (const after of [NOW, NOW + 0.5])
      expect((await store.linksToInvite(after)).map(({ id }) => id).sort()).toEqual(['to invite', 'to look']);
  });
});
