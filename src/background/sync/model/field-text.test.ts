import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldText, type Status, sameField, type When } from './event';
import { fieldFrom } from './field-text';

const instant = fc.integer({ min: -8.64e15, max: 8.64e15 });
const date = fc
  .integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 11, 31) })
  .map((time) => new Date(time).toISOString().slice(0, 10));
const when: fc.Arbitrary<When> = fc.oneof(
  fc.record({ kind: fc.constant('timed' as const), start: instant, end: instant }),
  fc.record({ kind: fc.constant('allDay' as const), first: date, last: date }),
);

describe('a value of the activity log', () => {
  it('is read back exactly as it was written', () => {
    fc.assert(
      fc.property(when, (value) => {
        const back = fieldFrom('when', fieldText('when', { when: value }));
        return back !== undefined && sameField('when', back, value);
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('title' as const, 'location' as const, 'description' as const, 'attendees' as const),
        fc.string({ unit: 'binary' }),
        (field, value) => fieldFrom(field, fieldText(field, { [field]: value })) === value,
      ),
    );
    for (const status of ['planned', 'held', 'cancelled'] satisfies Status[])
      expect(fieldFrom('status', fieldText('status', { status }))).toBe(status);
  });

  it('that says nothing is not taken for a value', () => {
    for (const text of ['', 'tomorrow', '2026-12-01', ' - ', '2026-12-01 - soon', 'a - b - c'])
      expect([text, fieldFrom('when', text)]).toEqual([text, undefined]);
    expect(fieldFrom('status', '')).toBeUndefined();
  });
});
