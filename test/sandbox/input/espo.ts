/**
 * Forty EspoCRM records of three types. `from` takes name, text, place, times or dates from a recorded request (test/data/espo);
 * what stands beside it replaces that. Those with a `reason` must be left out for it.
 */
import type { Reason } from '../../../src/shared/codes.ts';

export interface EspoInput {
  type: 'Meeting' | 'Call' | 'Visit';
  /** Unique, once trimmed. Absent = as recorded. */
  name?: string;
  from?: string;
  /** Days from the day of the run. */
  day: number;
  /** UTC. */
  at?: string;
  minutes?: number;
  allDay?: number;
  text?: string;
  place?: string;
  status?: string;
  /** Belongs to somebody else, who invited the user. */
  colleagues?: boolean;
  /** Ben takes part. */
  withBen?: boolean;
  reason?: Reason;
}

export const ESPO_INPUT: EspoInput[] = [
  { type: 'Meeting', from: '04-crud:24', day: 2, name: 'full' },
  { type: 'Meeting', from: '04-crud:18', day: 3 },
  { type: 'Meeting', from: '05-attendees-allday:1', day: 4 },
  { type: 'Meeting', from: '05-attendees-allday:5', day: 5 },
  { type: 'Meeting', from: '10-calendar-errors:15', day: 6 },
  { type: 'Meeting', from: '12-misc:2', day: 8 },
  { type: 'Meeting', from: '07-list-search:4', day: 9, withBen: true },
  { type: 'Meeting', from: '05-attendees-allday:16', day: 10, name: 'Seconds count' },
  { type: 'Meeting', name: 'Angebot besprechen – Müller & Söhne', day: 11, at: '13:00', minutes: 60, place: 'Halle 3' },
  { type: 'Meeting', name: 'פגישת היכרות', day: 12, at: '08:00', minutes: 45, text: 'שלום עולם' },
  {
    type: 'Meeting',
    name: 'Contract signing',
    day: 13,
    at: '15:00',
    minutes: 30,
    text: 'Bring:\r\n1. pen\r\n2. paper\r\n',
  },
  { type: 'Meeting', name: 'Over New Year or some other midnight', day: 14, at: '22:30', minutes: 120 },
  { type: 'Meeting', name: 'Two days in a row', day: 16, at: '09:00', minutes: 1980 },
  { type: 'Meeting', name: 'Exhibition', day: 20, allDay: 4, place: 'Hall 8' },
  { type: 'Meeting', name: 'Already held by mistake', day: 21, at: '10:00', minutes: 60, status: 'Held' },
  {
    type: 'Meeting',
    name: 'Cancelled in EspoCRM',
    day: 22,
    at: '10:00',
    minutes: 60,
    status: 'Not Held',
    reason: 'cancelled',
  },
  {
    type: 'Meeting',
    name: 'Of a colleague',
    day: 23,
    at: '10:00',
    minutes: 60,
    colleagues: true,
    reason: 'notAssigned',
  },
  { type: 'Meeting', name: 'Held yesterday', day: -1, at: '10:00', minutes: 60, reason: 'beforeSince' },

  { type: 'Call', from: '05-attendees-allday:6', day: 24 },
  { type: 'Call', from: '05-attendees-allday:8', day: 25 },
  { type: 'Call', from: '05-attendees-allday:9', day: 26 },
  { type: 'Call', from: '10-calendar-errors:39', day: 27, name: 'Text of letters', at: '10:00', minutes: 15 },
  { type: 'Call', from: '10-calendar-errors:40', day: 28, name: 'Text like HTML', at: '10:00', minutes: 15 },
  { type: 'Call', from: '05-attendees-allday:43', day: 29, name: 'Inbound' },
  { type: 'Call', name: 'Call back Mr. O’Neill (3 < 4?)'.replace('<', '‹'), day: 30, at: '09:00', minutes: 10 },
  { type: 'Call', name: 'Reklamation: Größe falsch', day: 31, at: '11:30', minutes: 20, place: 'Telefon' },
  { type: 'Call', name: '電話：見積もり', day: 32, at: '01:00', minutes: 30 },
  { type: 'Call', name: 'Reminder call 🔔', day: 33, at: '16:45', minutes: 5 },
  { type: 'Call', name: 'Not reached', day: 34, at: '10:00', minutes: 5, status: 'Not Held', reason: 'cancelled' },

  { type: 'Visit', from: '04-crud:21', day: 35 },
  { type: 'Visit', from: '04-crud:22', day: 36 },
  { type: 'Visit', from: '05-attendees-allday:48', day: 37, name: 'Two days on site' },
  { type: 'Visit', from: '12-misc:4', day: 40 },
  { type: 'Visit', from: '12-misc:9', day: 41 },
  { type: 'Visit', from: '14-more:34', day: 42, name: 'shared', withBen: true },
  { type: 'Visit', name: 'Plant visit <Łódź>'.replace('<', '‹').replace('>', '›'), day: 43, at: '07:00', minutes: 480 },
  { type: 'Visit', name: 'A day at the customer’s', day: 44, allDay: 1, text: 'Line 1\n\nLine 3' },
  { type: 'Visit', name: 'زيارة المصنع', day: 45, at: '06:00', minutes: 90, place: 'الرياض' },
  { type: 'Visit', name: 'Ends next month', day: 57, at: '12:00', minutes: 60 },
  {
    type: 'Visit',
    name: 'Nobody was there',
    day: 46,
    at: '12:00',
    minutes: 60,
    status: 'Not Held',
    reason: 'cancelled',
  },
];
