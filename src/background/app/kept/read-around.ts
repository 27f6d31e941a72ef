import * as v from 'valibot';
import { SyncError } from '../../../shared/codes';
import { type EspoClient, problem as espoProblem } from '../../espo/client';
import { type ChosenFields, entityTypes } from '../../espo/metadata';
import { isOfPart as isOfEspoPart } from '../../espo/part';
import { AppUser, parse as parseEspo } from '../../espo/schema';
import { hasSecondWriter } from '../../espo/second-writer';
import { type GraphClient, problem as graphProblem } from '../../outlook/client';
import { isOfPart as isOfGraphPart } from '../../outlook/part';
import { CALENDARS, Calendars, MailboxSettings, Me, parse as parseGraph } from '../../outlook/schema';
import type { EspoSurroundings, OutlookSurroundings, StalePart } from './surroundings';

/** What could not be read anew is said; an error that is not of one part alone is thrown. */
type Stale = (feed: string, error: unknown, known?: boolean) => Promise<void>;

const staleIn =
  (side: StalePart['side'], stale: StalePart[], isOfPart: (error: SyncError) => Promise<boolean>): Stale =>
  async (feed, error, known = true) => {
    if (!(error instanceof SyncError) || !(await isOfPart(error))) throw error;
    stale.push({ side, feed, code: error.code, detail: error.detail ?? '', known });
  };

/** What was known before takes the place of what cannot be read; where nothing was, there is nothing to go on with. */
async function anew<T>(feed: string, read: () => Promise<T>, before: T | undefined, stale: Stale): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (before === undefined) throw error;
    await stale(feed, error);
    return before;
  }
}

type Mailbox = Omit<OutlookSurroundings, 'calendars' | 'zone'>;

/** Who the mailbox is. */
export async function readMe(client: GraphClient): Promise<Mailbox> {
  const me = await getFrom(client, '/me', Me);
  const addresses = [me.mail, me.userPrincipalName].filter((a) => a !== '').map((a) => a.toLowerCase());
  const address = me.mail || me.userPrincipalName;
  return { mailboxId: me.id, address, name: me.displayName, addresses: [...new Set(addresses)] };
}

/** `before`: what goes on where something cannot be read now; `stale` is told of it. */
export async function readOutlook(
  client: GraphClient,
  before?: OutlookSurroundings,
  stale: StalePart[] = [],
): Promise<OutlookSurroundings> {
  const old = staleIn('outlook', stale, (error) => isOfGraphPart(client, error));
  const me = await anew('me', () => readMe(client), before, old);
  const zone = await anew('mailboxSettings', () => zoneOf(client, before?.zone), before?.zone, old);
  const calendars = await anew('calendars', () => calendarsOf(client, me.addresses), before?.calendars, old);
  const { mailboxId, address, name, addresses } = me;
  return { mailboxId, address, name, addresses, zone, calendars };
}

async function getFrom<T>(client: GraphClient, path: string, schema: v.GenericSchema<unknown, T>): Promise<T> {
  const answer = await client.send({ method: 'GET', path });
  if (answer.status !== 200) throw graphProblem(answer);
  return parseGraph(schema, answer.body, path);
}

async function calendarsOf(client: GraphClient, addresses: readonly string[]) {
  const calendars: OutlookSurroundings['calendars'] = [];
  let page = await getFrom(client, CALENDARS, Calendars);
  for (;;) {
    for (const c of page.value) {
      const owner = c.owner?.address.toLowerCase() ?? '';
      calendars.push({
        id: c.id,
        name: c.name,
        isDefault: c.isDefaultCalendar,
        canEdit: c.canEdit,
        own: owner === '' || addresses.includes(owner),
      });
    }
    const next = page['@odata.nextLink'];
    if (!next) break;
    const answer = await client.follow(next, {});
    if (answer.status !== 200) throw graphProblem(answer);
    page = parseGraph(Calendars, answer.body, 'calendars');
  }
  // Every mailbox has one.
  if (calendars.length === 0) throw new SyncError('ms.noMailbox');
  return calendars;
}

const CLOSED: readonly SyncError['code'][] = ['ms.scopeMissing', 'ms.refused', 'ms.unreadable'];

/** '' where it may not be asked, and never might: only all-day events and "Sync since" are the nicer for it. */
export async function zoneOf(client: GraphClient, before = ''): Promise<string> {
  try {
    return (await getFrom(client, '/me/mailboxSettings', MailboxSettings)).timeZone;
  } catch (error) {
    if (before === '' && error instanceof SyncError && CLOSED.includes(error.code)) return '';
    throw error;
  }
}

/** The same for EspoCRM. `before` was read with the same chosen fields. */
export async function readEspo(
  client: EspoClient,
  chosen: ChosenFields,
  before?: EspoSurroundings,
  stale: StalePart[] = [],
): Promise<EspoSurroundings> {
  const old = staleIn('espo', stale, (error) => isOfEspoPart(client, error));
  let app: AppUser;
  try {
    app = await appUser(client);
  } catch (error) {
    if (!before || (error instanceof SyncError && error.code === 'espo.noAccess')) throw error;
    await old('App/user', error);
    // Without the user's rights of today nothing else could be said anew.
    return before;
  }
  const { user, settings } = app;
  const addresses = [user.emailAddress, ...user.userEmailAddressList, ...user.emailAddressList].filter((a) => a !== '');
  return {
    userId: user.id,
    userName: user.userName,
    name: user.name,
    addresses: [...new Set(addresses.map((a) => a.toLowerCase()))],
    version: settings.version,
    zone: settings.timeZone,
    pageSize: Math.min(200, settings.recordListMaxSizeLimit),
    defaultTeamId: user.defaultTeamId,
    secondWriter: await anew('ExternalAccount', () => hasSecondWriter(client, app), before?.secondWriter ?? false, old),
    entities: await entityTypes(client, app, chosen, { entities: before?.entities ?? [], failed: old }),
  };
}

async function appUser(client: EspoClient): Promise<AppUser> {
  const answer = await client.send({ method: 'GET', path: 'App/user' });
  if (answer.status !== 200) throw espoProblem(answer);
  const app = parseEspo(AppUser, answer.body, 'App/user');
  if (app.user.type === 'portal' || app.user.type === 'api') throw new SyncError('espo.noAccess', app.user.type);
  return app;
}
