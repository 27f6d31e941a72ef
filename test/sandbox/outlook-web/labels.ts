/** What Outlook on the web says of an event (outlook-web.md 1.3): aria-label, title, peek line, in three languages. */
export type Language = 'en' | 'de' | 'ja';

export interface Spoken {
  subject: string;
  location: string;
  organizer: string | undefined;
  allDay: boolean;
  /** Wall-clock times `YYYY-MM-DDTHH:mm` in the mailbox's zone; the end of an all-day event is its last day. */
  start: string;
  end: string;
  showAs: string;
  isPrivate: boolean;
  series: 'none' | 'occurrence' | 'exception';
}

interface Words {
  to: string;
  allDay: string;
  by: string;
  isPrivate: string;
  occurrence: string;
  exception: string;
  separator: string;
  showAs: Record<string, string>;
}

// German has no real sample anywhere (outlook-web.md 1.3): these are the words of Outlook's own menus in the English order.
const WORDS: Record<Language, Words> = {
  en: {
    to: ' to ',
    allDay: 'all day event',
    by: 'By ',
    isPrivate: 'Private',
    occurrence: 'Recurring event',
    exception: 'Exception to recurring event',
    separator: ', ',
    showAs: { free: 'Free', busy: 'Busy', tentative: 'Tentative', oof: 'OOF', workingElsewhere: 'Working Elsewhere' },
  },
  de: {
    to: ' bis ',
    allDay: 'ganztägiges Ereignis',
    by: 'Von ',
    isPrivate: 'Privat',
    occurrence: 'Ereignis einer Terminserie',
    exception: 'Ausnahme von einer Terminserie',
    separator: ', ',
    showAs: {
      free: 'Frei',
      busy: 'Gebucht',
      tentative: 'Mit Vorbehalt',
      oof: 'Abwesend',
      workingElsewhere: 'An einem anderen Ort tätig',
    },
  },
  ja: {
    to: ' から ',
    allDay: '終日イベント',
    by: '開催者 ',
    isPrivate: 'プライベート',
    occurrence: '定期的なイベント',
    exception: '定期的なイベントの例外',
    separator: '、',
    showAs: {
      free: '空き時間',
      busy: '予定あり',
      tentative: '仮の予定',
      oof: '外出中',
      workingElsewhere: '他の場所で作業',
    },
  },
};

export const languageOf = (lang: string): Language =>
  lang.startsWith('de') ? 'de' : lang.startsWith('ja') ? 'ja' : 'en';

/** `2026-11-23T..` as that language's long date. */
export function longDate(wall: string, lang: string): string {
  const date = new Date(`${wall.slice(0, 10)}T12:00:00Z`);
  if (languageOf(lang) !== 'ja') {
    const locale = lang === 'en' ? 'en-US' : lang;
    return date.toLocaleDateString(locale, {
      weekday: 'long',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      timeZone: 'UTC',
    });
  }
  const weekday = date.toLocaleDateString('ja', { weekday: 'long', timeZone: 'UTC' });
  return `${date.getUTCFullYear()} 年 ${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日 (${weekday})`;
}

export function clock(wall: string, twelve: boolean): string {
  const [hour = 0, minute = 0] = wall.slice(11, 16).split(':').map(Number);
  const two = String(minute).padStart(2, '0');
  if (!twelve) return `${hour}:${two}`;
  return `${hour % 12 || 12}:${two} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** Time range or date, as it stands in the label and in the last line of the title. */
function when(event: Spoken, lang: string, twelve: boolean): { time: string; date: string } {
  const { to, allDay } = WORDS[languageOf(lang)];
  const [first, last] = [longDate(event.start, lang), longDate(event.end, lang)];
  if (event.allDay) return { time: allDay, date: first === last ? first : `${first}${to}${last}` };
  if (first === last) return { time: `${clock(event.start, twelve)}${to}${clock(event.end, twelve)}`, date: first };
  return { time: `${first} ${clock(event.start, twelve)}${to}${last} ${clock(event.end, twelve)}`, date: '' };
}

export function ariaLabel(event: Spoken, lang: string, twelve: boolean): string {
  const words = WORDS[languageOf(lang)];
  const { time, date } = when(event, lang, twelve);
  const parts = [event.subject, time, date, event.location];
  if (event.organizer !== undefined) parts.push(`${words.by}${event.organizer}`);
  parts.push(words.showAs[event.showAs] ?? '');
  if (event.isPrivate) parts.push(words.isPrivate);
  if (event.series !== 'none') parts.push(words[event.series]);
  return parts.filter((part) => part !== '').join(words.separator);
}

/** Line 1 is the clean subject in every language. */
export function tileTitle(event: Spoken, lang: string, twelve: boolean): string {
  const { time, date } = when(event, lang, twelve);
  return [event.subject, event.location, event.allDay ? date : time].filter((part) => part !== '').join('\n');
}

/** `Mon 11/23/2026 10:00 AM - 11:00 AM` of the peek and the form. */
export function peekTime(event: Spoken, lang: string, twelve: boolean): string {
  const locale = languageOf(lang) === 'en' ? 'en-US' : lang;
  const date = (wall: string) =>
    new Date(`${wall.slice(0, 10)}T12:00:00Z`)
      .toLocaleDateString(locale, {
        weekday: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        timeZone: 'UTC',
      })
      .replace(',', '');
  if (event.allDay) return date(event.start);
  return `${date(event.start)} ${clock(event.start, twelve)} - ${clock(event.end, twelve)}`;
}

export const UI: Record<Language, Record<string, string>> = {
  en: {
    day: 'Day',
    workweek: 'Work week',
    week: 'Week',
    month: 'Month',
    create: 'New event',
    today: 'Today',
    view: 'View event',
    close: 'Close',
    join: 'Join',
    more: 'more events',
    none: 'No location added',
    calendars: 'My calendars',
    edit: 'Edit',
    remove: 'Delete',
    series: 'Series',
    surface: 'calendar view',
  },
  de: {
    day: 'Tag',
    workweek: 'Arbeitswoche',
    week: 'Woche',
    month: 'Monat',
    create: 'Neues Ereignis',
    today: 'Heute',
    view: 'Ereignis anzeigen',
    close: 'Schließen',
    join: 'Teilnehmen',
    more: 'weitere Ereignisse',
    none: 'Kein Ort hinzugefügt',
    calendars: 'Meine Kalender',
    edit: 'Bearbeiten',
    remove: 'Löschen',
    series: 'Serie',
    surface: 'Kalenderansicht',
  },
  ja: {
    day: '日',
    workweek: '稼働日',
    week: '週',
    month: '月',
    create: '新しいイベント',
    today: '今日',
    view: 'イベントを表示します',
    close: '閉じる',
    join: '参加',
    more: 'その他のイベント',
    none: '場所が追加されていません',
    calendars: '自分の予定表',
    edit: '編集',
    remove: '削除',
    series: '系列',
    surface: '予定表ビュー',
  },
};
