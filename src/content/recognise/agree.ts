/** What several layers say of one thing on the page. Where they disagree nothing is shown. Pure. */

/** undefined: this layer says nothing. */
export type Word<T> = T | undefined;

/** The one that all who speak name; undefined for none, `disagree` is called where two name different ones. */
export function agreed<T>(words: readonly Word<T>[], disagree: () => void = () => undefined): Word<T> {
  const spoken = words.filter((word) => word !== undefined);
  const [first, ...rest] = spoken;
  if (rest.every((word) => word === first)) return first;
  disagree();
  return undefined;
}
