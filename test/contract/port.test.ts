/** What both ports must do, whichever side they speak to. */
import { describe, expect, it } from 'vitest';
import { refOf } from '../../src/background/sync/model/item.ts';
import { create, espoBench, espoTabBench, make, outlookBench, remove, round, update, write } from './port-bench.ts';

describe.each([
  ['Outlook', () => outlookBench()],
  ['EspoCRM', espoBench],
  ['EspoCRM by its open tab', espoTabBench],
] as const)('port: %s', (_, open) => {
  it('starts with a full round that ends, and goes on from its cursor with what is new', async () => {
    const bench = await open();
    await make(bench, 'one');
    const first = await round(bench);
    expect(first.pages[0]?.restarted).toBe(true);
    expect(first.pages.at(-1)?.last).toBe(true);
    expect(first.items.map((i) => i.event.title)).toEqual(['one']);
    bench.company.world.advance(60_000);
    const made = await make(bench, 'two');
    const second = await round(bench, first.cursor);
    expect(second.pages.some((p) => p.restarted)).toBe(false);
    expect(second.items.map(refOf)).toContain(refOf(made));
  });

  it('starts over by itself when its cursor is worthless', async () => {
    const bench = await open();
    await make(bench, 'one');
    const { pages, items } = await round(bench, 'not a cursor');
    expect(pages[0]?.restarted).toBe(true);
    expect(items).toHaveLength(1);
  });

  it('returns from a create what it then reads: times, texts, all day', async () => {
    const bench = await open();
    const made = await make(bench, 'Émile & Ζoë 🎉', { location: 'Room 5', description: 'a\nb < c' });
    const day = await make(bench, 'day', { when: { kind: 'allDay', first: '2026-12-05', last: '2026-12-06' } });
    const readings = await bench.port.read([made, day].map((i) => ({ ref: refOf(i), feed: bench.feed.id })));
    for (const [i, item] of [made, day].entries()) {
      const reading = readings[i];
      expect(reading?.kind).toBe('value');
      if (reading?.kind === 'value') expect(reading.item.event).toEqual(item.event);
    }
    expect(day.event.when).toEqual({ kind: 'allDay', first: '2026-12-05', last: '2026-12-06' });
    expect(made.event).toMatchObject({ title: 'Émile & Ζoë 🎉', description: 'a\nb < c' });
  });

  it('stores what asStored foretells', async () => {
    const bench = await open();
    for (const title of ['  padded ', 'a < b = c', 'tab\there', 'x'.repeat(255)]) {
      const stored = bench.port.asStored('title', title, bench.feed.id);
      const made = await make(bench, stored);
      expect(made.event.title).toBe(stored);
    }
  });

  it('updates what has not changed, and refuses what has, with its current value', async () => {
    const bench = await open();
    const item = await make(bench, 'one');
    bench.company.world.advance(2000);
    const [ok] = await write(bench, update(bench, item, 'two'));
    expect(ok).toMatchObject({ kind: 'ok', item: { event: { title: 'two' } } });
    bench.company.world.advance(2000);
    bench.person.edit(refOf(item), 'a person’s');
    const after = ok?.kind === 'ok' ? ok.item : item;
    const [stale] = await write(bench, update(bench, after, 'three'));
    expect(stale).toMatchObject({ kind: 'stale', current: { event: { title: 'a person’s' } } });
    const [kept] = await write(bench, remove(bench, after));
    expect(kept).toMatchObject({ kind: 'stale' });
  });

  it('removes, and proves it', async () => {
    const bench = await open();
    const item = await make(bench, 'one');
    const other = await make(bench, 'other');
    expect(await write(bench, remove(bench, item))).toMatchObject([{ kind: 'removed' }]);
    expect(await bench.port.prove([bench.suspect(item), bench.suspect(other)])).toMatchObject([
      { kind: 'gone' },
      { kind: 'present' },
    ]);
  });

  it('knows an item that a person deleted as gone, when asked by id to prove it', async () => {
    const bench = await open();
    const item = await make(bench, 'one');
    bench.person.remove(refOf(item));
    expect(await bench.port.prove([bench.suspect(item)])).toMatchObject([{ kind: 'gone' }]);
  });

  it('leaves a create whose answer was lost unknown, and finds it again; what never arrived is not found', async () => {
    const bench = await open();
    const intent = create(bench, 'lost');
    bench.loseAnswer();
    expect(await write(bench, intent)).toMatchObject([{ kind: 'lost' }]);
    const never = create(bench, 'never sent');
    const found = await bench.port.recover([intent, never]);
    expect(found[0]?.map((i) => i.event.title)).toEqual(['lost']);
    expect(found[1]).toEqual([]);
  });

  it('waits as long as a busy server asks', async () => {
    const bench = await open();
    await make(bench, 'one');
    bench.busyOnce();
    const before = bench.company.world.now();
    expect((await round(bench)).items).toHaveLength(1);
    expect(bench.company.world.now() - before).toBeGreaterThanOrEqual(2000);
  });

  it('writes many at once, each with its own result', async () => {
    const bench = await open();
    const intents = Array.from({ length: 45 }, (_, i) => create(bench, `n${i}`));
    const results = await write(bench, ...intents);
    expect(results.map((r) => (r.kind === 'ok' ? r.item.event.title : r.kind))).toEqual(
      intents.map((i) => i.fields.title),
    );
    expect((await round(bench)).items).toHaveLength(45);
  });
});
