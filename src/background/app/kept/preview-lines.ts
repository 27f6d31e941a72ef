/** The items of previews as they are kept, beside what the runs know. */
import type { Database } from '../../store/database';

/** Where the items of previews are kept, beside what the runs know. */
export const PREVIEW = 'preview|';

export async function forgetLines({ cursors }: Database, pair: string, of?: 'start' | 'settings'): Promise<void> {
  const prefix = of ? `${PREVIEW}${of}|` : PREVIEW;
  await cursors
    .where('[pair+name]')
    .between([pair, prefix], [pair, `${prefix}\uffff`])
    .delete();
}
