import type { Transaction } from 'dexie';

/**
 * The shapes of the store, oldest first. Never edit one that was released: add the next. A gap does not compile, and each new entry
 * brings a dump of the version before it as a test.
 */
export interface Migration<V extends number> {
  version: V;
  stores: Record<string, string | null>;
  upgrade?: (transaction: Transaction) => Promise<void>;
}

/** 1, 2, 3 ... without a gap: the type of each entry is its position. */
type Numbered<T extends readonly unknown[], Done extends readonly unknown[] = []> = T extends readonly [
  infer Head,
  ...infer Rest,
]
  ? Head extends Migration<[...Done, 0]['length'] & number>
    ? Numbered<Rest, [...Done, 0]>
    : never
  : true;

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
] as const satisfies readonly Migration<number>[];

/** @public checked by the compiler, read by nobody */
export const noGap: Numbered<typeof migrations> = true;
