/**
 * Sixty events of one mailbox as a person's calendar holds them. `from` takes subject, text, place, times of day, zone and people
 * from a Graph example answer; what stands beside it replaces that. Those with a `reason` must be left out for it.
 */
import type { Reason } from '../../../src/shared/codes.ts';

export interface OutlookInput {
  /** Unique: results are told by it. */
  subject: string;
  /** Days from the day of the run; `clockChange`: the night in which the clocks change. */
  day: number | 'clockChange';
  calendar?: 'Customers' | 'Team';
  from?: string;
  /** Wall time in `zone`. */
  at?: string;
  minutes?: number;
  /** All day, for so many days. */
  allDay?: number;
  zone?: string;
  text?: string;
  html?: string;
  place?: string;
  people?: string[];
  /** Guests as imports, telephones and old servers leave them. */
  odd?: unknown[];
  /** Organized by the user under this address of before. */
  former?: string;
  sensitivity?: 'private' | 'confidential' | 'personal';
  showAs?: string;
  categories?: string[];
  /** How it came: made by the user (the default), or by somebody who invited them. */
  came?: 'draft' | 'invitation' | 'accepted' | 'tentative' | 'declined' | 'cancelled' | 'teams';
  series?: 'weekly' | 'daily';
  reason?: Reason;
}

const EUROPE = 'W. Europe Standard Time';
const PACIFIC = 'Pacific Standard Time';
const INDIA = 'India Standard Time';
const TOKYO = 'Tokyo Standard Time';
const NEPAL = 'Nepal Standard Time';
const SYDNEY = 'AUS Eastern Standard Time';
const BRAZIL = 'E. South America Standard Time';

const long = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);

export const OUTLOOK_INPUT: OutlookInput[] = [
  // Graph's own examples
  { subject: "Let's go for lunch", from: '08-event-create-in-calendar-with-transactionId', day: 2 },
  { subject: 'Orientation ', from: '12-event-get-select-timezone', day: 3 },
  { subject: 'Plan summer company picnic', from: '13-event-get-multiple-locations', day: 4, people: [] },
  { subject: 'Prep for customer meeting', from: '11-event-create-teams-online-meeting', day: 5, came: 'teams' },
  { subject: 'Summer party', from: '05-delta-percalendar-full-properties-beta#0', day: 6, people: [] },
  { subject: 'Summer party part 2', from: '05-delta-percalendar-full-properties-beta#1', day: 8, people: [] },
  { subject: "Let's go brunch", from: '10-event-create-recurring-daily', day: 9, people: [] },
  { subject: 'Review strategy for Q3', from: '15-event-instances', day: 10 },

  // times and zones
  { subject: 'Standup in Berlin', day: 2, at: '09:00', minutes: 15, zone: EUROPE },
  { subject: 'Call: Pune team', day: 3, at: '09:30', minutes: 45, zone: INDIA },
  { subject: 'Tokyo hand-over', day: 4, at: '08:00', minutes: 60, zone: TOKYO },
  { subject: 'Kathmandu office visit', day: 7, at: '10:15', minutes: 105, zone: NEPAL },
  { subject: 'Seattle review', day: 11, at: '23:30', minutes: 60, zone: PACIFIC },
  { subject: 'Sydney summer sale', day: 12, at: '00:05', minutes: 25, zone: SYDNEY },
  { subject: 'São Paulo às 10h', day: 13, at: '10:00', minutes: 30, zone: BRAZIL },
  { subject: 'Night the clocks change', day: 'clockChange', at: '01:30', minutes: 180, zone: EUROPE },
  { subject: 'Zero minutes', day: 14, at: '12:00', minutes: 0, zone: EUROPE },
  { subject: 'Over midnight', day: 15, at: '22:00', minutes: 300, zone: EUROPE },
  { subject: 'Forty hours of testing', day: 16, at: '06:00', minutes: 2400, zone: EUROPE },
  { subject: 'Half a minute late', day: 17, at: '10:00:30', minutes: 30, zone: EUROPE },

  // all day
  { subject: 'Trade fair', day: 18, allDay: 1, former: 'anna.former@contoso.example' },
  { subject: 'Winter holiday', day: 20, allDay: 9, showAs: 'oof' },
  { subject: 'Visit: Factory tour, two days', day: 30, allDay: 2 },
  { subject: 'Inventory 😀', day: 33, allDay: 3, calendar: 'Customers' },
  { subject: 'Call: Day of a thousand calls', day: 19, allDay: 1, reason: 'callAllDay' },

  // names
  { subject: 'emoji 😀 👩‍👩‍👧‍👦 🇺🇦 at start and end 🎉', day: 21, at: '09:00' },
  { subject: 'פגישה עם הלקוח (חדש) – 10:30', day: 22, at: '10:30' },
  { subject: 'اجتماع مع العميل', day: 23, at: '11:00', place: 'قاعة ٣' },
  { subject: 'a < b = c > d & "e" \'f\'', day: 24, at: '09:00' },
  { subject: '<script>alert(1)</script>', day: 25, at: '09:00' },
  { subject: 'Trailing blanks   ', day: 26, at: '09:00' },
  { subject: '  Leading blanks', day: 27, at: '09:00' },
  { subject: long('Two hundred and fifty-five characters, ', 255), day: 28, at: '09:00' },
  { subject: `${long('x', 253)}😀`, day: 29, at: '09:00', minutes: 90 },
  { subject: '打ち合わせ：新製品について', day: 31, at: '13:00', calendar: 'Customers' },
  { subject: 'Zoë & Łukasz – Größenübersicht', day: 32, at: '14:00', calendar: 'Customers' },
  { subject: 'Dots... and: colons: everywhere', day: 34, at: '15:00', calendar: 'Customers' },

  // texts and places
  {
    subject: 'Agenda with line ends',
    day: 35,
    at: '09:00',
    text: 'First\r\n\r\nSecond line\r\n  indented\r\n\ttabbed\r\nlast  ',
    calendar: 'Customers',
  },
  {
    subject: 'Agenda in HTML',
    day: 36,
    at: '09:00',
    html: '<p>Hi <b>x</b></p><ul><li>one &amp; two</li><li>3 &lt; 4</li></ul><p>line<br>break&nbsp;&euro; 😀</p>',
    calendar: 'Customers',
  },
  {
    subject: 'A table of prices',
    day: 37,
    at: '09:00',
    html: '<html><head><style>p{color:red}</style></head><body><table><tr><td>A</td><td>10</td></tr><tr><td>B</td><td>20</td></tr></table><p>See <a href="https://prices.example/list?a=1&amp;b=2">the list</a></p></body></html>',
    calendar: 'Customers',
  },
  { subject: 'A long text', day: 38, at: '09:00', text: long('Three hundred characters of text. ', 3000) },
  { subject: 'A long place', day: 39, at: '09:00', place: long('Room 5, ', 300) },
  { subject: 'Place with <b> and =', day: 40, at: '09:00', place: 'Hall <b> = "C" & D' },
  { subject: 'Visit: Warehouse', day: 41, at: '09:00', minutes: 120, place: 'Dock 7', text: 'Bring shoes.' },
  { subject: 'visit: lower case label', day: 42, at: '09:00', minutes: 45, calendar: 'Customers' },
  { subject: 'Call: Accounts department', day: 43, at: '16:00', minutes: 20, calendar: 'Customers' },

  // people
  {
    subject: 'Quarterly review with guests',
    day: 44,
    at: '10:00',
    people: ['Bob Stone <bob@fabrikam.example>', 'Alex Wilber <alex@contoso.example>'],
    odd: [{ type: 'required', emailAddress: { name: 'Chair of the board' } }],
    text: 'Numbers first.',
  },
  { subject: 'Invited and not answered', day: 45, at: '10:00', came: 'invitation' },
  { subject: 'Invited and accepted', day: 46, at: '10:00', came: 'accepted' },
  { subject: 'Invited, perhaps', day: 47, at: '10:00', came: 'tentative' },
  { subject: 'Declined long ago', day: 48, at: '10:00', came: 'declined', reason: 'declined' },
  { subject: 'Called off by its organizer', day: 49, at: '10:00', came: 'cancelled', reason: 'cancelled' },
  {
    subject: 'Not sent yet',
    day: 50,
    at: '10:00',
    came: 'draft',
    people: ['Bob <bob@fabrikam.example>'],
    reason: 'draft',
  },

  // a colleague's calendar, read only
  { subject: 'Team planning', day: 51, at: '10:00', calendar: 'Team' },
  { subject: 'Team off-site', day: 52, allDay: 2, calendar: 'Team' },

  // left out
  { subject: 'Doctor', day: 53, at: '08:00', sensitivity: 'private', reason: 'private' },
  { subject: 'Salary talk', day: 54, at: '08:00', sensitivity: 'confidential', reason: 'private' },
  { subject: 'Yesterday', day: -1, at: '11:00', reason: 'beforeSince' },
  {
    subject: 'Weekly lunch',
    from: '09-event-create-recurring-weekly',
    day: 5,
    people: [],
    series: 'weekly',
    reason: 'recurring',
  },
  { subject: 'Daily coffee', day: 6, at: '07:30', series: 'daily', reason: 'recurring', categories: ['Blue category'] },
];
