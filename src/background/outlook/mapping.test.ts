import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { instant, when } from '../../../test/contract/arbitraries';
import { parseDateTime, toWall } from '../../../test/sandbox/graph/zones';
import { FIELD_NAMES, type Fields, fieldsOf, sameField } from '../sync/model/event';
import { mailsOf } from '../sync/model/link';
import { asStoredByOutlook, toItem, toPatch } from './mapping';
import { GraphEvent } from './schema';
import { bodyText, canonicalText, textHtml } from './text';
import { WINDOWS_ZONES } from './windows-zones';
import { dateAt, ianaZone, instantOf, offsetAt, startOfDay } from './zones';

/** What Graph answers to such a body: seven digits, the asked zone, HTML wrapped by Exchange (graph.md 6, 7). */
function answered(patch: Record<string, unknown>): GraphEvent {
  const time = (value: unknown) => {
    const { dateTime, timeZone } = value as { dateTime: string; timeZone: string };
    if (patch['isAllDay']) return { dateTime: `${dateTime.slice(0, 10)}T00:00:00.0000000`, timeZone: 'UTC' };
    return { dateTime: toWall(parseDateTime(dateTime, timeZone) as number, 'UTC'), timeZone: 'UTC' };
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
        const written = { name: mailboxZone, iana: ianaZone(mailboxZone) };
        const back = toItem(answered(toPatch(wanted, written)), 'cal', 'key').event;
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

const HOUR = {
  start: { dateTime: '2026-07-01T09:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-07-01T10:00:00.0000000', timeZone: 'UTC' },
};
const read = (fields: Record<string, unknown>) =>
  toItem(v.parse(GraphEvent, { id: '1', ...HOUR, ...fields }), 'c', 'k');
const refused = (fields: Record<string, unknown>) => !v.safeParse(GraphEvent, { id: '1', ...HOUR, ...fields }).success;

describe('what decides about safety is what Graph sent', () => {
  it.each([
    ['a name alone', { emailAddress: { name: 'Guest of honour' } }, ['Guest of honour']],
    ['an empty address', { type: 'required', emailAddress: { name: 'Ann', address: '' } }, ['Ann']],
    ['no address at all', { type: 'required', emailAddress: null }, ['a guest without a name']],
    ['nothing', {}, ['a guest without a name']],
    ['what has no shape', 'ann@x.example', ['a guest without a name']],
    ['null', null, ['a guest without a name']],
    [
      'a shape of its own',
      { status: 7, type: 7, emailAddress: { name: 7, address: 'ann@x.example' } },
      ['ann@x.example'],
    ],
    ['an address of a directory', { emailAddress: { name: 'Max', address: '/o=ExchangeLabs/ou=x/cn=max' } }, ['Max']],
    ['a room', { type: 'resource', emailAddress: { name: 'Room', address: 'room@x.example' } }, ['Room']],
  ])('%s is somebody who was invited', (_, guest, mails) => {
    const item = read({ isOrganizer: true, attendees: [guest] });
    expect(item).toMatchObject({ hasAttendees: true, isOrganizer: true });
    expect(mailsOf(item)).toEqual(mails);
    // Unsaid, whose meeting it is: somebody else's.
    expect(read({ attendees: [guest] })).toMatchObject({ hasAttendees: true, isOrganizer: false });
  });

  it.each([
    ['somebody by address', { emailAddress: { name: '', address: 'bob@x.example' } }, false],
    ['somebody by name alone', { emailAddress: { name: 'Bob' } }, false],
    ['somebody of a directory', { emailAddress: { name: '', address: '/o=ExchangeLabs/ou=x/cn=bob' } }, false],
    ['what has no shape', 'bob@x.example', false],
    ['an address that has none', { emailAddress: 7 }, false],
    ['nobody', undefined, true],
    ['nobody by null', null, true],
    ['nobody by empty texts', { emailAddress: { name: '', address: ' ' } }, true],
  ])('%s named as organizer of an event without guests, where it is not said whose it is', (_, organizer, isMine) => {
    expect(read({ organizer }).isOrganizer).toBe(isMine);
    // What is said goes before what is named.
    expect(read({ organizer, isOrganizer: true }).isOrganizer).toBe(true);
    expect(read({ organizer, isOrganizer: false }).isOrganizer).toBe(false);
  });

  it('everybody is counted, one by one', () => {
    const attendees = [{ emailAddress: { name: 'Ann', address: 'ann@x.example' } }, {}, null, {}];
    expect(mailsOf(read({ attendees }))).toHaveLength(4);
    expect(mailsOf(read({ attendees: Array.from({ length: 5000 }, () => ({})) }))).toHaveLength(5000);
    // A list that is none: somebody, nobody knows how many.
    expect(read({ attendees: { emailAddress: {} } }).hasAttendees).toBe(true);
    expect(read({ attendees: [] }).hasAttendees).toBe(false);
    expect(read({ attendees: null }).hasAttendees).toBe(false);
  });

  it.each([
    ['normal', false],
    ['Personal', false],
    ['private', true],
    ['Confidential', true],
    ['companyConfidential', true],
    ['', true],
    [null, false],
  ])('sensitivity %s', (sensitivity, isPrivate) => expect(read({ sensitivity }).event.private).toBe(isPrivate));

  it('a kind that nobody knows is, like a series, never written', () => {
    expect(read({ type: 'seriesFragment' }).kind).toBe('master');
    expect(read({ type: null }).kind).toBe('single');
    expect(read({ responseStatus: { response: 'delegated' }, showAs: 'elsewhere' })).toMatchObject({
      response: 'none',
      showAs: 'elsewhere',
    });
  });

  it('a meeting that has a join link is online, whatever the flag says', () => {
    expect(read({ onlineMeeting: { joinUrl: 'x' } }).isOnline).toBe(true);
    expect(read({ isOnlineMeeting: true }).isOnline).toBe(true);
    expect(read({ onlineMeeting: null }).isOnline).toBe(false);
  });

  it('times that nobody can read are not 1970, nor those in a zone that nobody knows UTC', () => {
    const start = (dateTime: string, timeZone: string) => ({ start: { dateTime, timeZone } });
    expect(refused(start('soon', 'UTC'))).toBe(true);
    expect(refused(start('2026-07-01T09:00:00', 'Customized Time Zone'))).toBe(true);
    expect(refused(start('2026-07-01T09:00:00', 'tzone://Microsoft/Custom'))).toBe(true);
    expect(refused(start('2026-07-01T09:00:00', 'tzone://Microsoft/Utc'))).toBe(false);
    expect(refused(start('2026-07-01T09:00:00', ''))).toBe(false);
    // The label of an all-day event means nothing.
    expect(refused({ isAllDay: true, ...start('2026-07-01T00:00:00', 'Customized Time Zone') })).toBe(false);
    expect(refused({ isAllDay: true, ...start('soon', 'UTC') })).toBe(true);
  });

  it('categories that are no texts take nothing else away', () => {
    expect(read({ categories: ['Red', null, 7, 'Blue'] }).categories).toEqual(['Red', 'Blue']);
    expect(read({ categories: 'Red' }).categories).toEqual([]);
  });
});

describe('people', () => {
  it('have their address as the clean one, and the name that stood beside it', () => {
    const attendees = [
      { emailAddress: { name: '', address: 'Jane Doe <Jane@customer.example>' } },
      { emailAddress: { name: "'Kim'", address: "'kim@customer.example'" } },
      { emailAddress: { address: 'SMTP:max@customer.example' }, status: { response: 'accepted' } },
      { emailAddress: { name: 'Old', address: '/o=ExchangeLabs/ou=x/cn=old' }, type: 'optional' },
    ];
    const organizer = { emailAddress: { name: 'Lee', address: '<LEE@customer.example>' } };
    expect(read({ attendees, organizer }).event).toMatchObject({
      invited: [
        { name: 'Jane Doe', address: 'jane@customer.example' },
        { name: 'Kim', address: 'kim@customer.example' },
        { name: '', address: 'max@customer.example', response: 'accepted' },
        { name: 'Old', address: '' },
      ],
      organizer: { name: 'Lee', address: 'lee@customer.example' },
    });
    expect(read({ organizer: 'nobody' }).event.organizer).toBeUndefined();
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
