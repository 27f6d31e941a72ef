/** A store that says how long its own computing took, so that it can be left out of the engine's time. */
import { performance } from 'node:perf_hooks';
import type { Store } from '../../src/background/sync/model/store.ts';

/** For stores that compute everything before their first await, as those in memory do: what comes later is the engine's again. */
export class TimedStore {
  readonly store: Store;
  spent = 0;

  constructor(inner: Store) {
    this.store = new Proxy(inner, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          const began = performance.now();
          try {
            return Reflect.apply(value, target, args);
          } finally {
            this.spent += performance.now() - began;
          }
        };
      },
    });
  }
}
