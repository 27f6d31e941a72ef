import type { AppState, RunSummary } from '../../shared/state';

export const SIDES = { outlook: 'Outlook', espo: 'EspoCRM' } as const;

/** One and many, with the number. */
export const count = (n: number, one: string, many: string): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The time of day for today, with the date otherwise. */
export function moment(at: number, now = Date.now()): string {
  const same = new Date(at).toDateString() === new Date(now).toDateString();
  return (same ? time : full).format(at);
}

const PHASES = {
  '': 'Starting…',
  reading: 'Reading both calendars…',
  comparing: 'Comparing…',
  writing: 'Writing…',
} as const;
export const phaseText = (phase: AppState['sync']['phase']): string => PHASES[phase];

export function progressText({ phase, read, done, total }: AppState['sync']): string {
  if (phase === 'writing' || total > 0) return `${done.toLocaleString()} of ${total.toLocaleString()}`;
  return read > 0 ? `${count(read, 'item', 'items')} read` : '';
}

/** What a run did, in one line. */
export function doneText(run: RunSummary): string {
  const parts = [
    [run.created, 'created'],
    [run.updated, 'updated'],
    [run.removed, 'deleted'],
    [run.linked, 'linked'],
    [run.refused, 'refused'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${n.toLocaleString()} ${word}`);
  return said.length > 0 ? said.join(', ') : 'Nothing had to be changed.';
}

const OPS: Record<string, string> = {
  create: 'Created',
  update: 'Changed',
  remove: 'Deleted',
  link: 'Linked',
  unlink: 'Taken apart',
  lose: 'Overruled',
};
export const opText = (op: string): string => OPS[op] ?? op;

const FIELDS: Record<string, string> = {
  title: 'Title',
  when: 'Time',
  location: 'Location',
  description: 'Description',
  status: 'Status',
  attendees: 'Attendees',
  response: 'Response',
  joinLink: 'Join link',
};
export const fieldText = (field: string): string => FIELDS[field] ?? field;

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** Times are kept as instants; a person reads them in the zone of the browser. */
export const valueText = (field: string, value: string): string =>
  field === 'when'
    ? value.replace(INSTANT, (instant) => full.format(Date.parse(instant))).replace(' - ', ' – ')
    : value;
