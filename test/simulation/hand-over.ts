import { isAssignedTo, usersOf } from './assigned.ts';
import type { Cast, Member } from './cast.ts';
import type { Picked } from './espo-acts.ts';
import type { Ledger } from './ledger.ts';

/** An administrator gives a record to somebody else (`assignment`: to that user) and takes this user off it. */
export function handOver(
  { type, row }: Picked,
  { espo }: Member,
  { company }: Cast,
  ledger: Ledger,
  assignment: (id: string) => Record<string, unknown>,
): void {
  // Given away before, it is as far away as it was: the first time counts.
  const isMine = isAssignedTo(row, espo.id) || usersOf(row).includes(espo.id);
  const admin = company.espo.control.act('admin');
  admin.update(type, row.id, assignment(admin.id));
  if (usersOf(row).includes(espo.id)) admin.unlink(type, row.id, 'users', espo.id);
  if (isMine) ledger.givenAway.set(row, ledger.tick());
  const tag = ledger.tagOf(row);
  ledger.related.add(tag);
  // Who cannot read a record does not find it.
  ledger.renamed.add(tag);
  ledger.touch(row, []);
}
