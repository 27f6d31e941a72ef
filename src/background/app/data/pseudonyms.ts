/** Names for a report that goes to somebody else: the same thing has the same one in every report of this browser, and nobody can tell what it is. */
import { sha256 } from '../../../shared/sha256';

export type Kind = 'person' | 'event' | 'record' | 'link' | 'run' | 'calendar' | 'entity' | 'field' | 'title' | 'word';
export type Name = (kind: Kind, text: string) => string;

const LENGTH = 8;

/** `make` is asked twice: once for what it names, once for the text. `secret` never leaves this browser, so that nobody can try out names. */
export async function nameless<T>(secret: string, make: (name: Name) => T): Promise<T> {
  const met = new Map<string, string>();
  const keyOf = (kind: Kind, text: string): string => `${kind}|${text}`;
  make((kind, text) => {
    met.set(keyOf(kind, text), '');
    return '';
  });
  for (const key of met.keys()) met.set(key, (await sha256(`${secret}|${key}`)).slice(0, LENGTH));
  return make((kind, text) => (text === '' ? '' : `${kind}-${met.get(keyOf(kind, text))}`));
}

/** Words that are the program's or the servers' own; everything else may be somebody's. */
const OURS = [
  /^\d{1,5}$/,
  /^AADSTS\d{4,7}$/,
  /^Error[A-Z][A-Za-z]{2,60}$/,
  /^Calendars\.Read(Write)?$/,
  /^(MailboxSettings\.Read|User\.Read)$/,
  /^(GET|POST|PUT|PATCH|DELETE)$/,
  /^(Meeting|Call|Task|User|Contact|Lead|App\/user)$/,
  /^(store|known|settings|to|calendars|events|records|fields?|title|when|location|description|status|attendees|response|joinLink)$/,
];

/** What a server said, or where something failed: word by word, since nobody knows what stands in it. */
export const scrubbed = (text: string, name: Name): string =>
  text.replace(/[^\s,;:()"'<>]+/gu, (word) => (OURS.some((ours) => ours.test(word)) ? word : name('word', word)));
