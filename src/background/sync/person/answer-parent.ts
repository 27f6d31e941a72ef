/** What the user says a record belongs to. */
import { espoRef } from '../model/item';
import type { Link } from '../model/link';
import { parentOrder } from '../model/order';
import type { Changes, Store } from '../model/store';

/** As long as an order takes names. */
const NAME = 255;

/** Asked once: a choice becomes an order, which is written only while nobody else has chosen; none is none. */
export function parentAnswered(store: Store, link: Link, choice: string, at: number): Changes {
  const { belongs, ...rest } = link;
  const choices = belongs && 'choices' in belongs ? belongs.choices : [];
  const parent = choices.find(({ type, id }) => espoRef(type, id) === choice);
  // A person's word about the record: from now on it is theirs (decide/outcome.ts).
  const links = { put: [{ ...rest, espo: { ...rest.espo, touched: true } }] };
  if (!parent) return { links };
  const { type, id, name } = parent;
  return { links, cursors: parentOrder(store, link, { type, id, name: name.slice(0, NAME), before: '' }, '', at) };
}
