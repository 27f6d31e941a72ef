/** Which side of a conflict changed last, where anybody can say. */
import type { Side } from '../model/item';
import type { Link } from '../model/link';
import type { Policy } from '../model/policy';

/**
 * So close together nobody can say which of two changes came first: EspoCRM cuts the second off its times, both servers cut it off the
 * Date header that their clocks are measured by, and an answer takes its time. Milliseconds.
 */
const TOLD_APART = 2000;
/** What EspoCRM cuts off, on average. */
const HALF_A_SECOND = 500;

interface Changes {
  outlook: Pick<Link['outlook'], 'foreignChange'>;
  espo: Pick<Link['espo'], 'foreignChange'>;
}

/** The side that was changed last, each by its own clock; undefined where that cannot be told. Our own writes are no changes. */
export function youngerOf({ outlook, espo }: Changes, { skew }: Pick<Policy, 'skew'>): Side | undefined {
  const apart = outlook.foreignChange - skew.outlook - (espo.foreignChange + HALF_A_SECOND - skew.espo);
  if (Math.abs(apart) < TOLD_APART) return undefined;
  return apart > 0 ? 'outlook' : 'espo';
}
