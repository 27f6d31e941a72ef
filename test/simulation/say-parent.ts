/** A user answers what a record belongs to: one of those that are proposed, or none. */
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { PARENT } from '../../src/background/sync/person/ids.ts';
import type { Cast, Station } from './cast.ts';
import { Hands } from './hands.ts';
import type { Ledger } from './ledger.ts';

export async function sayParent(cast: Cast, ledger: Ledger, { browser }: Station, pick: number): Promise<void> {
  const asked = (await new Hands(browser).needs()).filter(({ kind }) => kind === 'parent');
  const item = asked[pick % Math.max(1, asked.length)];
  if (!item) return;
  const choice = [...item.choices, undefined][pick % (item.choices.length + 1)]?.id;
  const [link] = await browser.store.linksById([item.id.slice(PARENT.length)]);
  const row = link && cast.company.espo.core.get(link.espo.type, link.espo.id);
  if (choice && row) {
    ledger.belongs.set(row.id, choice);
    ledger.touch(row, []);
  }
  await giveAnswer(browser.store, { id: item.id, action: choice ? 'belongs' : 'discard', choice: choice ?? '' });
}
