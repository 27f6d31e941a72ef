/** The EspoCRM of a run: the sandbox's, or a real one. Both are filled, read back and counted through this. */
import { type EspoHands, handsOf } from '../sandbox/input/load.ts';
import { ANNA, SITE, type Stage } from './stage.ts';

export type Row = Record<string, unknown> & { id: string };

export interface EspoSide {
  address: string;
  site: string;
  /** Host permission to give. */
  pattern: string;
  login: { userName: string; password: string };
  hands: EspoHands;
  /** Entity types that take part, with their singular labels and the identification labels to set. */
  types: { type: string; name: string; label: string }[];
  /** Live records that belong to this run. */
  rows(type: string): Promise<Row[]>;
  /** A mark that moves with every write to those records. */
  writes(): Promise<number>;
  /** Requests so far; undefined where nobody counts them. */
  requests(): number | undefined;
  /** Removes what the run made, where that is not thrown away anyway. */
  cleanUp(): Promise<void>;
}

export function sandboxEspo(stage: Stage): EspoSide {
  const { control } = stage.espo;
  return {
    address: new URL(SITE).host,
    site: SITE,
    pattern: `${SITE}/*`,
    login: ANNA,
    hands: handsOf(stage.espo),
    types: [
      { type: 'Meeting', name: 'Meeting', label: '' },
      { type: 'Call', name: 'Call', label: 'Call' },
      { type: 'CVisit', name: 'Visit', label: 'Visit' },
    ],
    rows: async (type) => control.dump(type) as Row[],
    writes: async () =>
      control.log.filter(({ method, path }) => !['GET', 'OPTIONS', 'HEAD'].includes(method) && !path.includes('/App/'))
        .length,
    requests: () => control.log.length,
    cleanUp: async () => undefined,
  };
}
