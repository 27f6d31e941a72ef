/**
 * A list of migrations without a gap: the type of each entry's version is its position. `Done` holds one element for each version
 * that needs no entry: settings begin with the step to 2.
 */
export type Numbered<
  T extends readonly { version: number }[],
  Done extends readonly unknown[] = [],
> = T extends readonly [infer Head, ...infer Rest extends readonly { version: number }[]]
  ? Head extends { version: [...Done, 0]['length'] }
    ? Numbered<Rest, [...Done, 0]>
    : never
  : true;
