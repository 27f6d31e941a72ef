/** The shape of the two ids that a sign-in to Microsoft is made with, looked at before they are sent. */

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i;
/** Microsoft's own words for "any directory". */
const ANY = ['organizations', 'common'];
/** What an id looks like. */
export const EXAMPLE = '5a1bc2e0-1234-4abc-8def-0123456789ab';

/** What is wrong with a typed id: the page has words for it. */
export type IdProblem = 'clientMissing' | 'clientShape' | 'tenantShape';

/** undefined where nothing is wrong. */
export function clientIdProblem(typed: string): IdProblem | undefined {
  const id = typed.trim();
  if (GUID.test(id)) return undefined;
  return id === '' ? 'clientMissing' : 'clientShape';
}

/** Empty means any organization. */
export function tenantIdProblem(typed: string): IdProblem | undefined {
  const id = typed.trim();
  if (id === '' || GUID.test(id) || DOMAIN.test(id) || ANY.includes(id.toLowerCase())) return undefined;
  return 'tenantShape';
}
