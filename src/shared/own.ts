/** What a plain object has of its own under a name from outside: `constructor` and its like are of every object, and are nothing here. */
export const own = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** Names that may be the keys of such an object. */
export const isNobodys = (name: string): boolean => !(name in Object.prototype);
