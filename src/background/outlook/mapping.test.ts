import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { instant, when } from '../../../test/contract/arbitraries';
import { FIELD_NAMES, type Fields, fieldsOf, sameField } from '../sync/model/event';
import { asStoredByOutlook, toItem, toPatch } from './mapping';
import { GraphEvent } from './schema';
import { bodyText, canonicalText, textHtml } from './text';
import { WINDOWS_ZONES } from './windows-zones';
import { dateAt, ianaZone, instantOf, offsetAt, startOfDay } from './zones';

/** What Graph answers to such a body: seven digits, the asked zone label, HTML wrapped by Exchange (graph.md 6, 7). */
function answered(patch: Record<string, unknown>): GraphEvent {
  const time = (value: unknown) => {
    const { dateTime } = value as { dateTime: string };
    return {
      dateTime: `${dateTime.padEnd(23, dateTime.includes('.') ? '0' : '').slice(0, 23)}${dateTime.includes('.') ? '0000' : '.0000000'}`,
      timeZone: 'UTC',
    };
  };
  const body = patch['body'] as { content: string };
  return v.parse(GraphEvent, {
    ...patch,
    id: 'AAkALg-_=',
    start: time(patch['start']),
    end: time(patch['end']),
    body: {
      contentType: 'html',
      content: `<html>\r\n<head>\r\n<meta name="Generator" content="x">\r\n<style>p{margin:0}</style>\r\n</head>\r\n<body>\r\n${body.content.replace(/\n/g, '\r\n')}\r\n</body>\r\n</html>\r\n`,
    },
  });
}

const text = fc.oneof(
  fc.string({ maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.stringMatching(/^[ <>=&"\r\n\tאö-]{0,300}$/),
);
const zone = fc.constantFrom(
  'UTC',
  'W. Europe Standard Time',
  'Pacific Standard Time',
  'India Standard Time',
  'Tonga Standard Time',
  'Asia/Tokyo',
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

describe('Outlook mapping', () => {
  it('what the server returns after our write maps to the same event', () => {
    fc.assert(
      fc.property(fields, zone, (event, mailboxZone) => {
        const wanted = Object.fromEntries(
          FIELD_NAMES.map((f) => [f, asStoredByOutlook(f, event[f])]),
        ) as unknown as Fields;
        const back = toItem(answered(toPatch(wanted, mailboxZone)), 'cal', 'key').event;
        for (const field of FIELD_NAMES)
          expect([field, fieldsOf(back)[field], sameField(field, fieldsOf(back)[field], wanted[field])]).toEqual([
            field,
            wanted[field],
            true,
          ]);
      }),
      { numRuns: 500 },
    );
  });

  it('reads all-day events as dates, whatever zone is written on them', () => {
    const graph = v.parse(GraphEvent, {
      id: '1',
      isAllDay: true,
      start: { dateTime: '2026-12-05T00:00:00.0000000', timeZone: 'Tonga Standard Time' },
      end: { dateTime: '2026-12-07T00:00:00.0000000', timeZone: 'UTC' },
    });
    expect(toItem(graph, 'c', 'k').event.when).toEqual({ kind: 'allDay', first: '2026-12-05', last: '2026-12-06' });
  });

  it('reads Windows zones, should a server answer in one', () => {
    const at = { dateTime: '2026-07-01T09:00:00.0000000', timeZone: 'W. Europe Standard Time' };
    const graph = v.parse(GraphEvent, { id: '1', start: at, end: at });
    expect(toItem(graph, 'c', 'k').event.when).toMatchObject({ start: Date.parse('2026-07-01T07:00:00Z') });
  });

  it('reads an occurrence stub, which has hardly more than its id', () => {
    const item = toItem(
      v.parse(GraphEvent, {
        id: 'o',
        type: 'occurrence',
        seriesMasterId: 'm',
        start: { dateTime: '2026-07-01T09:00:00', timeZone: 'UTC' },
        end: { dateTime: '2026-07-01T10:00:00', timeZone: 'UTC' },
      }),
      'c',
      'k',
    );
    expect(item).toMatchObject({ kind: 'occurrence', seriesMasterId: 'm', hasAttendees: false });
  });
});

describe('body text', () => {
  it('is the same for what was typed and for what our own write comes back as', () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(bodyText({ contentType: 'html', content: textHtml(typed) })).toBe(canonicalText(typed));
        expect(canonicalText(canonicalText(typed))).toBe(canonicalText(typed));
      }),
      { numRuns: 500 },
    );
  });

  it('reads Exchange’s HTML: paragraphs, breaks, entities, no styles', () => {
    const html =
      '<html><head><style>p{}</style><title>x</title></head><body><p class="MsoNormal">Dear&nbsp;all,</p><p>a &lt; b<br>second</p><ul><li>one</li><li>two</li></ul></body></html>';
    expect(bodyText({ contentType: 'html', content: html })).toBe('Dear all,\na < b\nsecond\none\ntwo');
    expect(bodyText({ contentType: 'text', content: 'a\r\nb  \r\n' })).toBe('a\nb');
    expect(bodyText(null)).toBe('');
  });
});

describe('zones', () => {
  it('has the same table as CLDR, by way of windows-iana', () => {
    const theirs = WINDOWS_TO_IANA_MAP.filter((row) => row.territory === '001').map((row) => [
      row.windowsName,
      row.iana[0],
    ]);
    expect(Object.entries(WINDOWS_ZONES)).toEqual(theirs);
  });

  it('knows Windows names, IANA names, tzone:// names, and falls back on the unknown', () => {
    expect(ianaZone('Pacific Standard Time')).toBe('America/Los_Angeles');
    expect(ianaZone('Europe/Berlin')).toBe('Europe/Berlin');
    expect(ianaZone('tzone://Microsoft/Utc')).toBe('UTC');
    expect(ianaZone('tzone://Microsoft/Custom', 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(ianaZone('Nowhere Standard Time', 'Asia/Tokyo')).toBe('Asia/Tokyo');
  });

  it('an instant and its wall time are each other’s, outside the hours that a clock change repeats or skips', () => {
    fc.assert(
      fc.property(instant, zone, (t, name) => {
        const iana = ianaZone(name);
        const wall = t + offsetAt(iana, t);
        const back = instantOf(wall, iana);
        // In an overlap two instants share a wall time.
        expect(back + offsetAt(iana, back)).toBe(wall);
      }),
      { numRuns: 300 },
    );
  });

  it('takes the later reading of an hour that does not exist', () => {
    expect(new Date(instantOf(Date.parse('2026-03-29T02:30:00Z'), 'Europe/Berlin')).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(new Date(startOfDay('2026-11-23', 'America/Los_Angeles')).toISOString()).toBe('2026-11-23T08:00:00.000Z');
    expect(dateAt(Date.parse('2026-11-23T23:30:00Z'), 'Asia/Tokyo')).toBe('2026-11-24');
  });
});
