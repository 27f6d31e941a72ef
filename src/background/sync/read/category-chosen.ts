/** The user has chosen a category for what is synced, or for a status: what was linked before is to bear it, too. */
import { chosenCategories, withCategoryDue, withStatusDue } from '../decide/category';
import type { Engine } from '../model/engine';

const NAME = 'category';

export async function chooseCategory({ store, policy }: Engine): Promise<void> {
  const category = chosenCategories(policy);
  if (category === ((await store.cursor(NAME)) ?? '')) return;
  const links = await Promise.all(Object.keys(policy.entities).map((type) => store.linksInFeed('espo', type)));
  const due = links.flat().flatMap((link) => {
    const next = withStatusDue(withCategoryDue(link, policy), policy);
    return next === link ? [] : [next];
  });
  await store.commit({
    links: { put: due },
    cursors: { put: [{ pair: store.pair, name: NAME, value: category }] },
  });
}
