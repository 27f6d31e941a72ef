import { describe, expect, it } from 'vitest';
import { examplePolicy } from '../../../../test/contract/examples';
import { type Guests, lookedUp, NO_GUESTS } from './guests';

const policy = examplePolicy();
const bob = { ref: 'Contact/bob', name: 'Bob Ray', address: 'bob@customer.example' };
const invited: Guests = { ...NO_GUESTS, there: [bob], invited: [bob] };

describe('somebody who was invited, and whose address nobody may read any more', () => {
  const hidden = { ...bob, address: '' };

  it('still takes part', () => {
    const now = lookedUp(invited, [hidden], [], policy);
    expect([now.there, now.without]).toEqual([[bob], []]);
    expect(lookedUp(now, [hidden], [], policy)).toEqual(now);
  });

  it('is known by name where an earlier version stored nothing else', () => {
    const { ref: _, ...stored } = bob;
    expect(lookedUp({ ...invited, invited: [stored] }, [hidden], [], policy).there).toEqual([stored]);
  });

  it('is not taken for somebody else of that name', () => {
    const now = lookedUp(invited, [{ ...hidden, ref: 'Contact/another' }], [], policy);
    expect([now.there, now.without]).toEqual([[], ['Bob Ray']]);
  });

  it('is known among thousands without a look at all of them for each', () => {
    let looked = 0;
    const many = Array.from({ length: 2000 }, (_, i) => ({
      ...bob,
      ref: `Contact/${i}`,
      address: `${i}@customer.example`,
    }));
    const counted = <T>(list: T[]) => new Proxy(list, { get: (all, key) => ((looked += 1), Reflect.get(all, key)) });
    const used = counted(many.map(({ address }) => `used-${address}`));
    const before = { ...NO_GUESTS, invited: counted([...many, { ...bob, address: 'gone@customer.example' }]) };
    const found = many.map((one) => ({ ...one, address: '' }));
    expect(lookedUp(before, found, used, policy).there).toEqual(many);
    expect(looked).toBeLessThan(20 * many.length);
  });

  it('is named as one without an address where the sync has not invited them', () => {
    expect(lookedUp({ ...invited, invited: [] }, [hidden], [], policy).without).toEqual(['Bob Ray']);
  });
});
