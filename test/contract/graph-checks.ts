/** Named checks of what makes Graph unpleasant: each fails as soon as its quirk is turned into a kindness. */
import { deltaChecks } from './graph-checks-delta.ts';
import { eventsChecks } from './graph-checks-events.ts';
import { limitsChecks } from './graph-checks-limits.ts';
import { type Check, setUp } from './graph-scene.ts';

export const checks: Check[] = [...deltaChecks, ...limitsChecks, ...eventsChecks].map(([quirk, name, run]) => ({
  quirk,
  name,
  run: (quirks) => run(setUp(quirks)),
}));
