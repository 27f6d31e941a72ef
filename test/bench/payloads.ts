/** Events as mailboxes hold them: bodies of several sizes, people, categories, series. */
import type { EspoServer } from '../sandbox/espo/server.ts';
import type { GraphServer } from '../sandbox/graph/server.ts';
import { weekly } from '../simulation/series-acts.ts';
import { eventBody } from './items.ts';

const filledTo = (size: number, piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

/** The block that Teams puts under an invitation, about 12 kB as Exchange returns it. */
const TEAMS = `<html><head><meta name="Generator" content="Microsoft Exchange Server"></head><body><div>Agenda as discussed.</div><br><div style="width:100%"><span style="white-space:nowrap; color:#5F5F5F; opacity:.36">________________</span></div><div class="me-email-text" lang="en-US" style="color:#252424; font-family:'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif">${filledTo(
  11_000,
  '<div style="margin-bottom:6px"><span style="font-size:24px; color:#252424">Microsoft Teams meeting</span></div><div><a href="https://teams.microsoft.com/l/meetup-join/19%3ameeting_ab%40thread.v2/0?context=%7b%22Tid%22%3a%22x%22%7d" target="_blank" style="font-size:14px; color:#6264A7">Join the meeting</a></div>',
)}</div></body></html>`;

const ROW =
  '<tr style="mso-yfti-irow:1"><td width=120 valign=top style="width:90.0pt; border:solid windowtext 1.0pt; padding:0cm 5.4pt"><p class=MsoNormal style="margin:0cm"><span lang=EN-GB>10:00&nbsp;&ndash; 10:30</span></p></td><td valign=top><p class=MsoNormal><b>Budget &amp; plan</b></p></td></tr>\r\n';
const word = (size: number): string =>
  `<html><head><style>${filledTo(4000, 'p.MsoNormal{margin:0cm;font-size:11.0pt;}')}</style></head><body><table>${filledTo(size, ROW)}</table></body></html>`;
const LONG = word(60_000);
const HUGE = word(1_000_000);

/** Half empty, a third from Teams, some from Word, one enormous, and the others a few lines. */
function bodyOf(index: number, n: number): string {
  if (index === Math.floor(n / 2)) return HUGE;
  if (index % 2 === 0) return '';
  if (index % 6 !== 1) return TEAMS;
  return index % 24 === 1 ? LONG : '<html><body><div>What was promised, and what is open.</div></body></html>';
}

/** Most have few, some everybody. */
const GUESTS = [0, 0, 1, 2, 3, 5, 8, 40];
const CATEGORIES = [[], ['Customer'], ['Customer', 'Red category'], []];

const people = (index: number) =>
  Array.from({ length: GUESTS[index % GUESTS.length] ?? 0 }, (_, i) => ({
    type: i % 5 === 4 ? 'optional' : 'required',
    emailAddress: { name: `Guest ${index + i}`, address: `guest${(index * 7 + i) % 400}@customer.example` },
  }));

/** N events of their own, each of them one that becomes a record, and besides one series for each fifty. */
export function addRealEvents(graph: GraphServer, n: number, now: number): void {
  const mailbox = graph.control.mailbox('anna');
  for (let index = 0; index < n; index += 1) {
    const attendees = people(index);
    mailbox.createEvent('default', {
      ...eventBody(index, n, now, false),
      body: { contentType: 'html', content: bodyOf(index, n) },
      categories: CATEGORIES[index % CATEGORIES.length] ?? [],
      ...(attendees.length > 0 ? { attendees } : {}),
    });
    if (index % 50 !== 0) continue;
    const event = eventBody(index, n, now, false);
    const recurrence = weekly(Date.parse(`${event.start.dateTime}Z`), 20);
    mailbox.createEvent('default', { ...event, subject: `Weekly ${index}`, recurrence });
  }
  graph.control.mails.length = 0;
}

/** Descriptions that people have written in EspoCRM: half empty, the others of some lines, one of 60 kB. */
export function addRealRecords(espo: EspoServer, n: number, now: number): void {
  const anna = espo.control.act('anna');
  for (let index = 0; index < n; index += 1) {
    const { subject, start, end } = eventBody(index, n, now, false);
    const size = index === Math.floor(n / 2) ? 60_000 : index % 2 === 0 ? 0 : index % 6 === 1 ? 6000 : 1200;
    anna.create('Meeting', {
      name: subject,
      description: filledTo(size, 'What was promised, and what is open: <b>not</b> HTML & more.\n'),
      dateStart: start.dateTime.replace('T', ' '),
      dateEnd: end.dateTime.replace('T', ' '),
      assignedUserId: anna.id,
    });
  }
}
