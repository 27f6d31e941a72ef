import type { Finding } from '../../../shared/check';
import { SyncError } from '../../../shared/codes';
import { readOwner } from '../../outlook/mailbox';
import { tryOut } from '../../outlook/trial';
import type { Pair } from '../../store/database';
import * as stored from '../../store/values';
import type { Store } from '../../sync/model/store';
import { keptSurroundings, writesOutlook } from '../kept/around';
import { keepFindings } from '../kept/findings';
import { graphClient } from '../kept/services';

/** The trial on its own button: never beside a run, which would meet the event, and only where the direction writes in Outlook (rule 4). */
export async function trySetup(pair: Pair, store: Store): Promise<Finding[]> {
  if (!writesOutlook(pair.settings)) throw new SyncError('message.refused', 'the direction writes nothing in Outlook');
  if (!(await stored.microsoftAccount.get())?.canWrite) throw new SyncError('ms.scopeMissing', 'Calendars.ReadWrite');
  const findings = await navigator.locks.request('sync', async () => {
    const client = await graphClient(new AbortController().signal, true);
    const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
    // The default calendar, whichever is the main one: it is the user's own for certain.
    const calendar = around?.outlook.calendars.find((one) => one.isDefault && one.canEdit);
    if (!around || !calendar) throw new SyncError('ms.noAccess', 'the default calendar');
    const { address } = await readOwner(client);
    const zone = around.outlook.writeZone?.name ?? around.outlook.zone;
    const [now, newId] = [() => Date.now(), () => crypto.randomUUID()];
    return tryOut({ client, calendar: calendar.id, address, zone, now, newId });
  });
  await keepFindings(store, findings);
  return findings;
}
