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

/** A fresh copy: servers change their definitions. */
export const factsOf = (version: EspoVersion): Facts => structuredClone(all[version]) as Facts;
