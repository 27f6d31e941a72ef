/** A category that an event is to bear beside its others. */
import type { OutlookItem } from '../sync/model/item';
import type { Intent } from '../sync/model/port';

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The write with all that the event bears now; undefined where nothing is left to be written, because it bears it already. */
export function besideOthers(intent: Intent, { categories }: OutlookItem): Intent | undefined {
  if (intent.op !== 'update' || !intent.category) return intent;
  const { category, ...rest } = intent;
  if (!categories.some((one) => isSame(one, category.added)))
    return { ...rest, category: { ...category, beside: categories } };
  return Object.keys(rest.fields).length > 0 || rest.invite ? rest : undefined;
}
