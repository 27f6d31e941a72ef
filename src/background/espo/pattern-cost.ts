/** In how many ways a regular expression may be tried on a text before it is known not to match: those that nest them have no number. */

/** A group that is open, or the whole. */
interface Part {
  /** What it takes may be cut in more than one way. */
  varies: boolean;
  /** What its alternatives begin with, as far as that tells them apart; undefined where it does not. */
  firsts: string | undefined;
  /** An alternative begins here. */
  fresh: boolean;
  forks: boolean;
  /** How often its inmost part is gone through at least. */
  times: number;
}

const part = (): Part => ({ varies: false, firsts: '', fresh: true, forks: false, times: 1 });
const COUNT = /\{(\d+)(,(\d*))?\}/y;
/** Longer ones, and longer counts, nobody writes for a field. */
const LONGEST = 1000;

/** Of an alternative the first sign; '' for what is more than one sign. */
function begin(inside: Part, sign: string): void {
  if (!inside.fresh) return;
  inside.fresh = false;
  if (sign === '' || sign === '.' || inside.firsts?.includes(sign)) inside.firsts = undefined;
  else if (inside.firsts !== undefined) inside.firsts += sign;
}

/** An upper bound for a text of so many characters; Infinity where none is known. */
export function waysToMatch(pattern: string, length: number): number {
  if (pattern.length > LONGEST) return Number.POSITIVE_INFINITY;
  let ways = 1;
  let atom = part();
  const open = [part()];
  const inside = (): Part => open.at(-1) ?? atom;
  for (let at = 0; at < pattern.length; ) {
    const c = pattern[at];
    const repeat = quantifier(pattern, at);
    if (repeat) {
      const times = atom.times * (Number.isFinite(repeat.most) ? repeat.most : Math.max(repeat.least, 1));
      if ((repeat.most > 1 && atom.varies) || times > LONGEST) return Number.POSITIVE_INFINITY;
      if (repeat.most !== repeat.least) {
        inside().varies = true;
        ways *= Math.min(repeat.most - repeat.least, length) + 1;
      }
      inside().times = Math.max(inside().times, times);
      at = repeat.end;
    } else if (c === '\\') {
      // What was taken before, once more: as long as that was.
      if (/[1-9k]/.test(pattern[at + 1] ?? '')) return Number.POSITIVE_INFINITY;
      begin(inside(), '');
      atom = part();
      at += 2;
    } else if (c === '[') {
      begin(inside(), '');
      atom = part();
      at = endOfClass(pattern, at);
    } else if (c === '(') {
      begin(inside(), '');
      open.push(part());
      at += /^\((?:\?(?:[:=!]|<[=!]))?/.exec(pattern.slice(at, at + 4))?.[0].length ?? 1;
    } else if (c === ')') {
      atom = open.pop() ?? part();
      // An alternative that is nothing, or begins like another one.
      begin(atom, '');
      if (atom.forks && atom.firsts === undefined) atom.varies = true;
      inside().varies ||= atom.varies;
      inside().times = Math.max(inside().times, atom.times);
      at += 1;
    } else if (c === '|') {
      begin(inside(), '');
      Object.assign(inside(), { forks: true, fresh: true });
      ways *= 2;
      at += 1;
    } else {
      begin(inside(), c ?? '');
      atom = part();
      at += 1;
    }
  }
  return ways;
}

function quantifier(pattern: string, at: number): { least: number; most: number; end: number } | undefined {
  const sign = pattern[at];
  COUNT.lastIndex = at;
  const count = sign === '{' ? COUNT.exec(pattern) : undefined;
  if (!count && sign !== '*' && sign !== '+' && sign !== '?') return undefined;
  const [all = sign ?? '', least = sign === '+' ? '1' : '0', range, most] = count ?? [];
  const upTo = count ? (range === undefined ? least : most) : sign === '?' ? '1' : '';
  const end = at + all.length;
  return {
    least: Number(least),
    most: upTo ? Number(upTo) : Number.POSITIVE_INFINITY,
    end: pattern[end] === '?' ? end + 1 : end,
  };
}

/** Behind a class of characters: no sign in it means anything but itself. */
function endOfClass(pattern: string, from: number): number {
  let at = from + 1;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at + 1;
}
