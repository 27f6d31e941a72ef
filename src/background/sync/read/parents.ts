/** Looks up what new records may belong to, where it is not certain and the user wants to be asked. */
import { type Engine, isOut } from '../model/engine';
import type { Link } from '../model/link';
import type { ParentHints } from '../model/parent-hints';
import { mayWrite } from '../model/policy';

/** At once; the others in the next run. */
const TOGETHER = 200;

/** What is found is asked about; where nobody who is known says anything, nothing is. What nobody can say now is looked up again. */
export async function lookForParents(engine: Engine): Promise<void> {
  const { store, policy, people } = engine;
  if (policy.settings.setParent !== 'ask' || !mayWrite(policy, 'espo')) return;
  const all = (await store.linksWithoutParent()).flatMap((link) => {
    const by = hintsOf(link);
    return by && link.espo.type in policy.entities && !isOut(engine, 'espo', link.espo.type) ? [{ link, by }] : [];
  });
  const open = all.slice(0, TOGETHER);
  if (open.length === 0) return;
  const found = await people.parents(open.map(({ link, by }) => ({ type: link.espo.type, by })));
  const put = open.flatMap(({ link }, i): Link[] => {
    const choices = found[i];
    if (!choices) return [];
    const { belongs: _, ...rest } = link;
    return [choices.length > 0 ? { ...rest, belongs: { choices } } : rest];
  });
  await store.commit({ links: { put } });
}

const hintsOf = ({ belongs }: Link): ParentHints | undefined => (belongs && 'by' in belongs ? belongs.by : undefined);
