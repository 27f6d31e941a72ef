/** The shapes of the store, one after the other, and how one becomes the next. */
import type { Transaction } from 'dexie';
import type { Numbered } from '../../shared/numbered';
import { toVersion2 } from './version-2';
import { toVersion3 } from './version-3';
import { toVersion4 } from './version-4';
import { toVersion5 } from './version-5';

/**
 * The shapes of the store, oldest first. Never edit one that was released: add the next. A gap does not compile, and each new entry
 * brings a dump of the version before it as a test.
 */
export interface Migration<V extends number> {
  version: V;
  stores: Record<string, string | null>;
  upgrade?: (transaction: Transaction) => Promise<void>;
}

export const migrations = [
  {
    version: 1,
    stores: {
      pairs: 'id',
      links:
        'id, &[pair+outlookId], &[pair+espoRef], [pair+meetingKey], [pair+state], [pair+espoType+countedStart], *feeds, *flags, *keys',
      seen: 'key, [pair+side+twin], [pair+side+meetingKey], [pair+side+feed+start], [pair+reason]',
      arrivals: 'key, [pair+side+suspect+ref]',
      plan: '[pair+id]',
      journal: '[pair+id]',
      cursors: '[pair+name]',
      activity: '++id, [pair+at], [pair+run], [pair+linkId]',
      holds: '[pair+id]',
      tallies: '++key, [pair+at]',
      secrets: 'id',
    },
  },
  { version: 2, stores: {}, upgrade: toVersion2 },
  { version: 3, stores: {}, upgrade: toVersion3 },
  { version: 4, stores: {}, upgrade: toVersion4 },
  { version: 5, stores: {}, upgrade: toVersion5 },
  // What waits for a person is few among the thousands of rows of a first sync, and every open page asks for it again and again.
  { version: 6, stores: { plan: '[pair+id], [pair+state]' } },
] as const satisfies readonly Migration<number>[];

/** @public checked by the compiler, read by nobody */
export const noGap: Numbered<typeof migrations> = true;
