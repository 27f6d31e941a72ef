import type { Settings } from '../../../shared/settings';
import type { MissingGrant } from '../../../shared/state';
import type { Surroundings } from '../kept/surroundings';

/** Which administrator has to grant what before the sync can be switched on; '' when nothing is missing. */
export function missingGrant(
  { direction }: Settings,
  around: Surroundings | undefined,
  canWrite: boolean,
): MissingGrant {
  if (!around) return '';
  if (around.espo.entities.length === 0) return 'espoAccess';
  const creates = around.espo.entities.some((e) => e.rights.create);
  if (direction === 'outlookToEspo' && !creates) return 'espoCreate';
  return direction !== 'outlookToEspo' && !canWrite ? 'outlookWrite' : '';
}
