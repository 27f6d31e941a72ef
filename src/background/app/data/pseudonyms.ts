/** Names for a report that goes to somebody else: the same thing has the same one in every report of this browser, and nobody can tell what it is. */
import { sha256 } from '../../../shared/sha256';

export type Kind = 'person' | 'event' | 'record' | 'link' | 'run' | 'calendar' | 'entity' | 'field' | 'title' | 'word';
export type Name = (kind: Kind, text: string) => string;

const LENGTH = 8;

/** `secret` never leaves this browser, so that nobody can try out names. */
export const pseudonyms =
  (secret: string): Name =>
  (kind, text) =>
    text === '' ? '' : `${kind}-${sha256(`${secret}|${kind}|${text}`).slice(0, LENGTH)}`;

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
