/** What a message is wrapped in. Apart from the schemas of what is inside, which only the worker reads: a page opens without them. */
import type { MessageName } from './messages';
import type { ErrorView } from './state';

/** What crosses the boundary: anything without the mark is not ours and is ignored. */
export const MARK = 'espocrm-outlook-calendar';
export interface Envelope {
  mark: typeof MARK;
  name: MessageName;
  request: unknown;
}
export type Reply = { ok: true; answer: unknown } | { ok: false; error: ErrorView };

/** Told by the worker to pages (something changed: ask again) and to Outlook tabs (links changed: look up again). */
export interface Notice {
  mark: typeof MARK;
  notice: 'state' | 'links';
}

export const isNotice = (value: unknown): value is Notice =>
  typeof value === 'object' && value !== null && (value as Partial<Notice>).mark === MARK && 'notice' in value;
