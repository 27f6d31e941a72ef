/** Several things asked for in one list, of which one alone may fill the page. */

/** What is asked for takes this much of the 8 kB of a request line. */
const LINE = 6000;

/** In as few requests as hold them: what is long counts by its length. */
export function fitting<T>(all: readonly T[], costOf: (one: T) => number): T[][] {
  const list: T[][] = [];
  let length = LINE;
  for (const one of all) {
    const more = costOf(one);
    if (length + more > LINE) {
      list.push([]);
      length = 0;
    }
    list.at(-1)?.push(one);
    length += more;
  }
  return list;
}

/** Asks for each part, and where the page was full for its halves: whatever fills it alone is given back, and takes nothing from the others. */
export async function pagesOf<T>(
  parts: readonly (readonly T[])[],
  ask: (part: readonly T[]) => Promise<boolean>,
): Promise<T[]> {
  const full: T[] = [];
  const open = [...parts];
  for (let part = open.pop(); part; part = open.pop()) {
    if (await ask(part)) continue;
    const half = Math.ceil(part.length / 2);
    if (part.length > 1) open.push(part.slice(0, half), part.slice(half));
    else full.push(...part);
  }
  return full;
}
