import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Badge } from '../../shared/card';
import { type Answer, Lookup } from './lookup';

const badge = (id: string): Badge => ({
  state: 'linked',
  type: 'Meeting',
  title: id,
  id,
  url: `https://crm.example.com/#Meeting/view/${id}`,
  label: id,
});

const answer = (badges: Record<string, Badge>): Answer => ({ badges, privateToo: false });

function setUp(linked: Set<string>) {
  const asked: string[][] = [];
  const ask = vi.fn<(ids: string[]) => Promise<Answer>>(async (ids) => {
    asked.push(ids);
    return answer(Object.fromEntries(ids.filter((id) => linked.has(id)).map((id) => [id, badge(id)])));
  });
  const learned = vi.fn<(ids: readonly string[]) => void>();
  return { asked, ask, learned, lookup: new Lookup(ask, learned) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks once for all tiles of a burst, and never again for what it knows, linked or not', async () => {
  const { asked, learned, lookup } = setUp(new Set(['a']));
  for (const id of ['a', 'b', 'a']) expect(lookup.get(id)).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([['a', 'b']]);
  expect(learned).toHaveBeenCalledTimes(1);
  expect(lookup.get('a')?.id).toBe('a');
  expect(lookup.get('b')).toBeNull();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(1);
});

it('splits more ids than one message may carry', async () => {
  const { asked, lookup } = setUp(new Set());
  for (let i = 0; i < 4500; i++) lookup.get(`id${i}`);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.map((ids) => ids.length)).toEqual([2000, 2000, 500]);
});

it('asks anew for what is on the page when the links changed, and forgets the rest', async () => {
  const linked = new Set(['a', 'gone', 'elsewhere']);
  const { asked, lookup } = setUp(linked);
  for (const id of linked) lookup.get(id);
  await vi.advanceTimersByTimeAsync(1000);
  linked.delete('gone');
  void lookup.renew(['a', 'gone']);
  // Until the answer is there nothing flickers.
  expect(lookup.get('gone')?.id).toBe('gone');
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.at(-1)).toEqual(['a', 'gone']);
  expect(lookup.get('gone')).toBeNull();
  expect(lookup.get('elsewhere')).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.at(-1)).toEqual(['elsewhere']);
});

it('does not believe an answer that was under way when the links changed', async () => {
  let reply: (answer: Answer) => void = () => undefined;
  const ask = vi
    .fn<(ids: string[]) => Promise<Answer>>()
    .mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          reply = resolve;
        }),
    )
    .mockResolvedValue(answer({}));
  const lookup = new Lookup(ask, () => undefined);
  lookup.get('a');
  await vi.advanceTimersByTimeAsync(100);
  void lookup.renew(['a']);
  await vi.advanceTimersByTimeAsync(0);
  reply(answer({ a: badge('a') }));
  await vi.advanceTimersByTimeAsync(0);
  expect(lookup.get('a')).toBeNull();
});

it('asks again when the worker was away', async () => {
  const { ask, learned, lookup } = setUp(new Set(['a']));
  ask.mockRejectedValueOnce(new Error('Could not establish connection.'));
  lookup.get('a');
  await vi.advanceTimersByTimeAsync(1000);
  expect(learned).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5000);
  expect(lookup.get('a')?.id).toBe('a');
});

it('asks again for an id when another comes that differs from it only in - and _', async () => {
  const linked = new Set(['AA-b', 'AA_b']);
  const { asked, lookup } = setUp(linked);
  lookup.get('AA-b');
  await vi.advanceTimersByTimeAsync(100);
  expect(lookup.get('AA-b')?.id).toBe('AA-b');
  // Beside the other it is nobody's.
  linked.delete('AA-b');
  lookup.get('AA_b');
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual([['AA-b'], ['AA_b', 'AA-b']]);
  expect([lookup.get('AA-b'), lookup.get('AA_b')?.id]).toEqual([null, 'AA_b']);
});

it('takes no badge from the names that every object has', async () => {
  const { lookup } = setUp(new Set());
  lookup.get('constructor');
  await vi.advanceTimersByTimeAsync(1000);
  expect(lookup.get('constructor')).toBeNull();
});
