/** A record as people know it: its kind in words, its name, its address in EspoCRM. */
import type { NamedRecord } from '../../../shared/card';
import type { Pair } from '../../store/database';
import type { Surroundings } from '../kept/surroundings';
import { recordUrl } from '../kept/urls';

export const kindOf = (around: Surroundings | undefined, type: string): string =>
  around?.espo.entities.find((entity) => entity.type === type)?.label ?? type;

export const named = (
  pair: Pair,
  around: Surroundings | undefined,
  type: string,
  id: string,
  name: string,
): NamedRecord => ({ type, id, name, kind: kindOf(around, type), url: recordUrl(pair.site, type, id) });
