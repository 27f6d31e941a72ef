import { describe, expect, it } from 'vitest';
import { youngerOf } from './younger';

const at = (outlook: number, espo: number, skew = { outlook: 0, espo: 0 }) =>
  youngerOf({ outlook: { foreignChange: outlook }, espo: { foreignChange: espo } }, { skew });

/** EspoCRM cuts the second off: this is what it says of a change at that moment. */
const cut = (moment: number): number => Math.floor(moment / 1000) * 1000;

describe('which of two changes is the younger one', () => {
  it('is told where they lie further apart than clocks of whole seconds can hide', () => {
    expect(at(10_000, 13_000)).toBe('espo');
    expect(at(13_000, 10_000)).toBe('outlook');
  });

  it('is not told where they do not: a second apart may be the other way round', () => {
    for (const phase of [0, 250, 500, 999]) {
      const moment = 100_000 + phase;
      // EspoCRM was changed 1.1 seconds after Outlook, and the other way round.
      expect(at(moment, cut(moment + 1100))).toBeUndefined();
      expect(at(moment + 1100, cut(moment))).toBeUndefined();
    }
    expect(at(5000, 5000)).toBeUndefined();
  });

  it('never calls the earlier one later, wherever in its second either change lies', () => {
    for (let phase = 0; phase < 1000; phase += 50)
      for (let apart = 0; apart < 5000; apart += 100) {
        const moment = 100_000 + phase;
        expect(at(moment, cut(moment + apart))).not.toBe('outlook');
        expect(at(moment + apart, cut(moment))).not.toBe(apart === 0 ? 'outlook' : 'espo');
      }
  });

  it('goes by the servers’ clocks as they were measured', () => {
    expect(at(10_000, 190_000, { outlook: 0, espo: 180_000 })).toBeUndefined();
    expect(at(10_000, 195_000, { outlook: 0, espo: 180_000 })).toBe('espo');
    expect(at(190_000, 10_000, { outlook: 185_000, espo: 0 })).toBe('espo');
  });
});
