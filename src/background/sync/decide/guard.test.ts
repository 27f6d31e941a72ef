import { describe, expect, it } from 'vitest';
import { DAY } from '../../../shared/time';
import type { PlanRow } from '../model/store';
import { type GuardInput, guard, tooMuch } from './guard';

const NOW = 1_000_000_000;
const rows = (n: number, op: PlanRow['op'] = 'remove', change: Partial<PlanRow> = {}): PlanRow[] =>
  Array.from(
    { length: n },
    (_, i) =>
      ({
        id: `${op}-${i}`,
        op,
        side: 'espo',
        feed: 'Meeting',
        state: 'ready',
        reason: undefined,
        ...change,
      }) as PlanRow,
  );
/** `tallies`: written before this run, unless `atStart` says otherwise. */
const input = (list: PlanRow[], links: number, change: Partial<GuardInput<PlanRow>> = {}): GuardInput<PlanRow> => ({
  rows: list,
  atStart: { links: { 'espo|Meeting': links }, tallies: change.tallies ?? [] },
  tallies: [],
  holds: [],
  firstSync: false,
  pair: 'p',
  now: NOW,
  ...change,
});
const held = (i: GuardInput<PlanRow>): number => guard(i).rows.filter((r) => r.state === 'held').length;

describe('rule 7: a bulk change stops and asks', () => {
  it.each([
    ['remove', 4, 100, false],
    ['remove', 5, 100, false],
    ['remove', 21, 100, true],
    ['remove', 5, 24, true],
    ['remove', 5, 25, false],
    ['remove', 2, 2, true],
    ['remove', 1, 1, false],
    ['update', 10, 20, false],
    ['update', 11, 20, true],
    ['update', 19, 19, false],
    ['create', 200, 1, false],
    ['create', 201, 1, true],
  ] as const)('%s of %i, with %i links: held is %s', (op, count, of, expected) => {
    expect(tooMuch(op, count, of, false)).toBe(expected);
  });

  it('lets creations of the first sync pass', () => {
    expect(tooMuch('create', 5000, 0, true)).toBe(false);
  });

  it('holds the whole group, says how many of how many, and asks once', () => {
    const first = guard(input(rows(187), 200));
    expect(first.rows.every((r) => r.state === 'held' && r.reason === 'bulk')).toBe(true);
    expect(first.holds).toEqual([
      { pair: 'p', id: 'espo|Meeting|remove', count: 187, of: 200, since: NOW, state: 'waiting' },
    ]);
    const again = guard(input(first.rows, 200, { holds: first.holds, now: NOW + DAY }));
    expect(again.holds[0]?.since).toBe(NOW);
  });

  it('is not dripped through over a day', () => {
    const tallies = [{ pair: 'p', id: 'espo|Meeting|remove', at: NOW - 1000, count: 20 }];
    expect(held(input(rows(4), 80))).toBe(0);
    expect(held(input(rows(4), 80, { tallies }))).toBe(4);
    expect(held(input(rows(4), 80, { tallies: [{ ...(tallies[0] as (typeof tallies)[0]), at: NOW - DAY - 1 }] }))).toBe(
      0,
    );
  });

  it('lets pass what the user confirmed, also when the run is resumed', () => {
    const confirmed = rows(50, 'remove', { state: 'confirmed', reason: 'bulk' });
    const out = guard(input(confirmed, 60));
    expect(out.rows.every((r) => r.state === 'confirmed')).toBe(true);
    expect(out.holds).toEqual([]);
  });

  it('measures what comes on top of a confirmed deletion by what that one leaves', () => {
    const confirmed = rows(187, 'remove', { state: 'confirmed', reason: 'bulk' });
    const more = rows(5).map((row) => ({ ...row, id: `more ${row.id}` }));
    const out = guard(input([...confirmed, ...more], 200));
    expect(out.holds).toMatchObject([{ count: 5 }]);
    expect(out.rows.filter((r) => r.state === 'confirmed')).toHaveLength(187);
  });

  it('has the same answer after a kill in the middle as before it', () => {
    const killed = [{ pair: 'p', id: 'espo|Meeting|remove', at: NOW - 1000, count: 10 }];
    expect(held(input(rows(20), 100))).toBe(0);
    expect(held(input(rows(10), 90, { tallies: killed }))).toBe(0);
    expect(held(input(rows(21), 100))).toBe(21);
    expect(held(input(rows(11), 90, { tallies: killed }))).toBe(11);
  });

  it('counts what this run has deleted itself once: among its links at the start', () => {
    const mine = [{ pair: 'p', id: 'espo|Meeting|remove', at: NOW - 1000, count: 5 }];
    const atStart = { links: { 'espo|Meeting': 25 }, tallies: [] };
    expect(held(input(rows(5), 25))).toBe(0);
    // One more, met in a second pass.
    expect(held(input(rows(1), 25, { tallies: mine, atStart }))).toBe(1);
  });

  it('releases rows when the reason is over', () => {
    const out = guard(
      input(rows(1, 'remove', { state: 'held', reason: 'bulk' }), 60, {
        holds: [{ pair: 'p', id: 'espo|Meeting|remove', count: 9, of: 9, since: 1, state: 'waiting' }],
      }),
    );
    expect(out.rows[0]).toMatchObject({ state: 'ready', reason: undefined });
    expect(out.over).toEqual(['espo|Meeting|remove']);
  });

  it('goes on holding what cannot be told now, and judges the rest without it', () => {
    const hold = { pair: 'p', id: 'espo|Meeting|remove', count: 11, of: 50, since: 1, state: 'waiting' } as const;
    const away = rows(11, 'remove', { state: 'held', reason: 'bulk', undecided: true });
    const more = rows(1).map((row) => ({ ...row, id: `more ${row.id}` }));
    const out = guard(input([...away, ...more], 50, { holds: [hold] }));
    expect(out.rows.filter(({ state }) => state === 'held')).toHaveLength(11);
    expect(out.rows.at(-1)).toMatchObject({ state: 'ready' });
    expect([out.holds, out.over]).toEqual([[hold], []]);
    // A part of it was answered.
    const part = guard(input(away.slice(0, 3), 42, { holds: [{ ...hold, inParts: true }] }));
    expect(part.holds).toMatchObject([{ count: 3, inParts: true }]);
  });

  it('does not touch rows that wait for another reason', () => {
    const out = guard(input(rows(50, 'remove', { state: 'held', reason: 'wouldMail' }), 60));
    expect(out.rows.every((r) => r.reason === 'wouldMail')).toBe(true);
    expect(out.holds).toEqual([]);
  });
});
