import { describe, expect, it } from 'vitest';
import { asGraphId, findByIds, foldId, otherFold } from './item-id';

const GRAPH = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AFIXTURE_single-one==';
const EWS = 'AAkALgAAAAAAHYQDEapmEc2byACqAC/EWg0AFIXTURE+single/one==';

describe('one spelling of an id', () => {
  it.each([
    ['the EWS alphabet', EWS],
    ['Graph’s own', GRAPH],
    ['percent-encoded', encodeURIComponent(EWS)],
    ['without padding', EWS.replace(/=+$/, '')],
    ['percent-encoded in part', EWS.replaceAll('/', '%2F')],
  ])('%s', (_, id) => expect(foldId(id)).toBe(foldId(GRAPH)));

  it('is found in no more steps than it has characters', () =>
    expect(foldId(`${'='.repeat(300_000)}x`)).toHaveLength(300_001));
  it('takes a lone percent sign for itself', () => expect(foldId('a%')).toBe('a%'));
  it('never takes - for _', () => expect(foldId('a-b')).not.toBe(foldId('a_b')));
  it('gives back the padding that Graph writes', () => {
    for (const id of ['AAAA', 'AAA=', 'AA==']) expect(asGraphId(foldId(id))).toBe(id);
  });
});

describe('who is known by an id', () => {
  const key = foldId(GRAPH);

  it('is found under either mapping', () => {
    const known = new Map([[key, 'one']]);
    const other = otherFold(key).replaceAll('_', '+').replaceAll('-', '/');
    expect(findByIds([EWS], known).get(EWS)).toBe('one');
    expect(findByIds([other], known).get(other)).toBe('one');
  });

  it('is itself where two differ only in - and _', () => {
    const known = new Map([
      ['x-y_', 'one'],
      ['x_y-', 'two'],
    ]);
    expect([...findByIds(['x/y+', 'x+y/'], known)]).toEqual([
      ['x/y+', 'one'],
      ['x+y/', 'two'],
    ]);
  });

  it('is nobody’s where the page shows both and only one is known', () => {
    const known = new Map([['x-y_', 'one']]);
    expect([...findByIds(['x/y+', 'x+y/'], known)]).toEqual([['x/y+', 'one']]);
  });

  it('is not joined with an id that mixes the two', () => {
    expect(findByIds(['x-y-'], new Map([['x-y_', 'one']])).size).toBe(0);
  });
});
