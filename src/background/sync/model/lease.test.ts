import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../shared/time';
import { holdLease, LEASE_LASTS, type Lease } from './lease';

const NOW = Date.parse('2026-11-23T08:00:00Z');

function scene(held?: Lease) {
  const writes: Lease[] = [];
  let now = held;
  const place = {
    read: async () => now,
    write: async (lease: Lease) => {
      writes.push(lease);
      now = lease;
    },
  };
  const hold = (browser: string, at = NOW, takeOver = false) =>
    holdLease({ place, me: { browser, name: `${browser} on Windows` }, takeOver }, at);
  return { hold, writes };
}

describe('the lease', () => {
  it('is taken when nobody has it, and written at most once an hour', async () => {
    const { hold, writes } = scene();
    for (let minutes = 0; minutes < 180; minutes += 10) await hold('Edge', NOW + minutes * 60_000);
    expect(writes).toHaveLength(3);
  });

  it('keeps another browser away, with its name, until it runs out', async () => {
    const { hold } = scene();
    await hold('Edge');
    await expect(hold('Chrome', NOW + HOUR)).rejects.toMatchObject({
      code: 'sync.otherBrowser',
      detail: 'Edge on Windows',
    });
    await hold('Chrome', NOW + LEASE_LASTS + 1);
    await expect(hold('Edge', NOW + LEASE_LASTS + 2)).rejects.toMatchObject({ code: 'sync.otherBrowser' });
  });

  it('goes over when the user wants to sync here', async () => {
    const { hold } = scene();
    await hold('Edge');
    await hold('Chrome', NOW + 1000, true);
    await expect(hold('Edge', NOW + 2000)).rejects.toMatchObject({ detail: 'Chrome on Windows' });
  });

  it('of a clock that is days ahead is not believed', async () => {
    const { hold, writes } = scene({ browser: 'Edge', name: 'Edge', since: NOW + 48 * HOUR, until: NOW + 50 * HOUR });
    await hold('Chrome');
    expect(writes).toHaveLength(1);
  });
});
