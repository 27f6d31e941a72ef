import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { when } from '../../../test/contract/arbitraries';
import { exampleEntity, exampleEvent } from '../../../test/contract/examples';
import { HOUR } from '../../shared/time';
import { FIELD_NAMES, type Fields, fieldsOf, sameField } from '../sync/model/event';
import { espoTime, parseEspoTime } from './dates';
import { asStoredByEspo, toAttributes, toItem } from './mapping';
import { EspoRecord } from './schema';

const MEETING = exampleEntity();

/** What a server of 7.5 to 10 answers to these attributes, as far as it may change them (espo.md 4, espo-versions.md). */
function answered(attributes: Record<string, unknown>, trims: boolean, zone: number) {
  const clean = (value: unknown): unknown => (typeof value === 'string' && trims ? value.trim() || null : value);
  const record: Record<string, unknown> = {
    id: '1',
    createdAt: '2026-11-23 08:00:00',
    modifiedAt: '2026-11-23 08:00:00',
    assignedUserId: 'me',
  };
  for (const [name, value] of Object.entries(attributes)) record[name] = clean(value);
  if (record['dateStartDate']) record['dateStart'] = espoTime(Date.parse(String(record['dateStartDate'])) - zone);
  return v.parse(EspoRecord, record);
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ maxLength: 400 }),
  fc.stringMatching(/^[ <>=\r\n\tאö🎉-]{0,300}$/u),
);
const fields: fc.Arbitrary<Fields> = fc.record({
  title: text,
  when,
  location: text,
  description: text,
  status: fc.constant('planned'),
  attendees: fc.constant(''),
  response: fc.constant(''),
  joinLink: fc.constant(''),
});

describe('EspoCRM mapping', () => {
  it('what the server returns after our write maps to the same event, on every version', () => {
    fc.assert(
      fc.property(fields, fc.boolean(), fc.integer({ min: -12, max: 14 }), (event, trims, hours) => {
        const wanted = Object.fromEntries(
          FIELD_NAMES.map((f) => [f, asStoredByEspo(MEETING, f, event[f])]),
        ) as unknown as Fields;
        const back = toItem(answered(toAttributes(wanted, MEETING), trims, hours * HOUR), MEETING, 'me', true).event;
        for (const field of FIELD_NAMES)
          expect([field, sameField(field, fieldsOf(back)[field], wanted[field])]).toEqual([field, true]);
      }),
      { numRuns: 500 },
    );
  });

  it('storing twice changes nothing more', () => {
    fc.assert(
      fc.property(fields, (event) => {
        for (const field of FIELD_NAMES) {
          const once = asStoredByEspo(MEETING, field, event[field]);
          expect(sameField(field, asStoredByEspo(MEETING, field, once), once)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('names are what EspoCRM takes: not empty, at most 255, none of the refused characters, whole emoji', () => {
    fc.assert(
      fc.property(text, (title) => {
        const stored = asStoredByEspo(MEETING, 'title', title);
        expect(stored.length).toBeGreaterThan(0);
        expect(stored.length).toBeLessThanOrEqual(255);
        expect(stored).not.toMatch(/[<>=]/);
        expect(stored.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('every time write carries all five date attributes; a Call, which cannot last all day, two', () => {
    const timed = toAttributes({ when: exampleEvent().when }, MEETING);
    expect(timed).toEqual({
      isAllDay: false,
      dateStart: '2026-12-01 10:00:00',
      dateEnd: '2026-12-01 11:00:00',
      dateStartDate: null,
      dateEndDate: null,
    });
    const allDay = toAttributes({ when: { kind: 'allDay', first: '2026-12-05', last: '2026-12-06' } }, MEETING);
    expect(allDay).toEqual({
      isAllDay: true,
      dateStart: null,
      dateEnd: null,
      dateStartDate: '2026-12-05',
      dateEndDate: '2026-12-06',
    });
    expect(toAttributes({ when: exampleEvent().when }, { ...MEETING, allDay: false })).toEqual({
      dateStart: '2026-12-01 10:00:00',
      dateEnd: '2026-12-01 11:00:00',
    });
  });

  it('reads a record without an end with its default duration, and one without any date as having none', () => {
    const noEnd = toItem(answered({ name: 'x', dateStart: '2026-12-01 10:00:00' }, true, 0), MEETING, 'me', true);
    expect(noEnd.event.when).toEqual({
      kind: 'timed',
      start: Date.parse('2026-12-01T10:00:00Z'),
      end: Date.parse('2026-12-01T11:00:00Z'),
    });
    expect(toItem(answered({ name: 'x' }, true, 0), MEETING, 'me', true).start).toBe(-1);
  });

  it('reads and writes times in UTC to the second', () => {
    expect(parseEspoTime('2026-12-01 10:00:05')).toBe(Date.parse('2026-12-01T10:00:05Z'));
    expect(parseEspoTime('2026-12-01 10:00')).toBe(Date.parse('2026-12-01T10:00:00Z'));
    expect(parseEspoTime(null)).toBeUndefined();
    expect(espoTime(Date.parse('2026-12-01T10:00:05.999Z'))).toBe('2026-12-01 10:00:05');
  });
});

describe('half of an emoji', () => {
  it('is never sent: what EspoCRM cannot parse it answers with 500', () => {
    const attributes = toAttributes({ title: 'a\ud83d', description: 'b\ud83d' }, MEETING);
    expect(JSON.stringify(attributes)).not.toMatch(/\\ud83d/i);
  });
});
