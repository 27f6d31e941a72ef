import facts75 from './facts/7.5.6.json' with { type: 'json' };
import facts84 from './facts/8.4.2.json' with { type: 'json' };
import facts92 from './facts/9.2.7.json' with { type: 'json' };
import facts93 from './facts/9.3.10.json' with { type: 'json' };
import facts10 from './facts/10.0.0.json' with { type: 'json' };
import type { Facts } from './types.ts';
import type { EspoVersion } from './versions.ts';

const all: Record<EspoVersion, unknown> = {
  '7.5.6': facts75,
  '8.4.2': facts84,
  '9.2.7': facts92,
  '9.3.10': facts93,
  '10.0.0': facts10,
};

const frozen = new Map<EspoVersion, Facts>();

/** One for all servers of a version, so nobody may write into it. */
export function factsOf(version: EspoVersion): Facts {
  const known = frozen.get(version);
  if (known) return known;
  const facts = deepFreeze(structuredClone(all[version])) as Facts;
  frozen.set(version, facts);
  return facts;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
