/** Names, times and values as people read them, in the language of the page. */
import type { CheckLine } from './check';
import type { LogWord } from './fields';
import type { SideName, WhenView } from './items';
import { directed, isolated } from './message-format';
import { readRefusal } from './refusal';
import { dateLocale, language, say, type TextKey } from './say';
import type { ErrorView } from './state';

export const sideText = (side: SideName): string => say(side);

/** To make a format takes a hundred times as long as to use it. */
const kept = new Map<string, unknown>();
function once<F, O>(Format: new (locale: string, options: O) => F, locale: string, options: O): F {
  const key = `${Format.name} ${locale} ${JSON.stringify(options)}`;
  const format = (kept.get(key) as F | undefined) ?? new Format(locale, options);
  kept.set(key, format);
  return format;
}
const dates = (options: Intl.DateTimeFormatOptions) => once(Intl.DateTimeFormat, dateLocale(), options);

const isSameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

/** The time of day for today, with the date otherwise. */
export function moment(at: number, now = Date.now()): string {
  return dates(isSameDay(at, now) ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** To the second, as lists of runs have it. */
export const secondsText = (at: number): string => dates({ dateStyle: 'medium', timeStyle: 'medium' }).format(at);

/** Seconds, in the unit that people would use. */
export const durationText = (milliseconds: number): string =>
  once(Intl.NumberFormat, language().locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(
    milliseconds / 1000,
  );

/** When something takes place; '' where nobody knows. All-day dates are stored as UTC midnights. */
export function whenText({ start, end, allDay }: WhenView): string {
  if (start === -1) return '';
  const format = dates(
    allDay
      ? { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }
      : { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  );
  return end === -1 || end < start ? format.format(start) : format.formatRange(start, end);
}

/** Several names as one part of a sentence. */
export function listText(names: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  const ours = language();
  const format = once(Intl.ListFormat, ours.locale, { type });
  return directed(format.format(names.map((name) => isolated(name, ours))), ours);
}

const KINDS = ['User', 'Contact', 'Lead', 'Account', 'Opportunity', 'Case', 'Task', 'Meeting', 'Call'] as const;
/** Kinds that each EspoCRM has, where it has not said itself how it calls them. */
export function kindText(kind: string): string {
  const known = KINDS.find((one) => one === kind);
  return known ? say(`kindOf_${known}`) : kind;
}

export const fieldText = (field: LogWord): string => say(`field_${field}`);
export const titleText = (title: string): string => title || say('noTitle');

const SPAN = ' - ';
const DATE = /^\d{4}-\d\d-\d\d$/;

/** A value of the activity log or of a question. */
export function valueText(field: LogWord | '', value: string): string {
  if (value === '') return '';
  switch (field) {
    case 'when':
      return spanText(value);
    case 'status':
    case 'response':
      return wordOf(value);
    case 'attendees':
      return listText(value.split(', ').map(personText));
    default:
      return value;
  }
}

function spanText(value: string): string {
  const [first = '', last = ''] = value.split(SPAN);
  const allDay = DATE.test(first);
  const [start, end] = [Date.parse(first), Date.parse(last)];
  return Number.isNaN(start) || Number.isNaN(end) ? value : whenText({ start, end, allDay });
}

/** `ann@x.example accepted` */
function personText(person: string): string {
  const [address = '', response = ''] = person.split(' ');
  return response === '' ? address : say('personResponse', { address, response: wordOf(response) });
}

const WORDS = ['planned', 'held', 'cancelled', 'accepted', 'tentative', 'declined'] as const;
/** A word of the sync in the language of the page; one that is none of ours stays as it is. */
function wordOf(value: string): string {
  const word = WORDS.find((one) => one === value);
  return word ? say(`value_${word}`) : value;
}

/** Codes have dots, names of texts have none. */
type Underscored<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${B}` : S;
const keyOf = <S extends string>(code: S) => code.replace('.', '_') as Underscored<S>;

export const errorSentence = ({ code, names }: Pick<ErrorView, 'code' | 'names'>): string =>
  say(`error_${keyOf(code)}`, names);

/** The way out; '' where waiting is enough. */
export function errorRemedy({ code, names }: Pick<ErrorView, 'code' | 'names'>): string {
  const key = `remedy_${keyOf(code)}`;
  return say(key as TextKey, names);
}

type Checked = Pick<CheckLine, 'code' | 'ok' | 'values'>;
export const checkSentence = ({ code, values }: Checked): string => say(`check_${code}` as TextKey, values);
/** What to do about it, and who; '' where all is well. */
export const checkRemedy = ({ code, ok, values }: Checked): string =>
  ok ? '' : say(`check_${code}_do` as TextKey, values);

/** What the server said of one item: why it refused it, or its own words. */
export function detailText(detail: string): string {
  const refusal = readRefusal(detail);
  if (!refusal) return detail;
  const { field, type, says, status } = refusal;
  if (field !== '' && type === 'required') return say('refusal_required', { field });
  if (field !== '' && type === 'maxLength') return say('refusal_tooLong', { field });
  if (field !== '') return say('refusal_value', { field });
  return says === '' ? say('refusal_status', { status }) : say('refusal_says', { says });
}
