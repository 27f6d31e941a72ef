/** Reads the surroundings anew; what cannot be read stays as it was last known. */
import type * as v from 'valibot';
import { SyncError } from '../../../shared/codes';
import { type EspoClient, problem as espoProblem } from '../../espo/client';
import { type ChosenFields, entityTypes } from '../../espo/metadata';
import { isOfPart as isOfEspoPart } from '../../espo/part';
import { AppUser, parse as parseEspo } from '../../espo/schema';
import { hasSecondWriter } from '../../espo/second-writer';
import { cleanAddress } from '../../sync/model/address';
import { type GraphClient, problem as graphProblem } from '../../outlook/client';
import { mailboxZone, readOwner, writeZoneOf } from '../../outlook/mailbox';
import { isOfPart as isOfGraphPart } from '../../outlook/part';
import { CALENDARS, Calendars, parse as parseGraph } from '../../outlook/schema';
import { UTC } from '../../outlook/write-zone';
import { domainOf } from '../../sync/model/people';
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

/** `before`: what goes on where something cannot be read now; `stale` is told of it. `writes`: times are to be written, so the server is asked in which zone. */
export async function readOutlook(
  client: GraphClient,
  writes: boolean,
  before?: OutlookSurroundings,
  stale: StalePart[] = [],
): Promise<OutlookSurroundings> {
  const old = staleIn('outlook', stale, (error) => isOfGraphPart(client, error));
  const me = await anew('me', () => readMe(client), before, old);
  // A detail: a mailbox may have none, and another zone does.
  const zone = await anew('mailboxSettings', () => mailboxZone(client, before?.zone), before?.zone ?? '', old);
  const known = before && { calendars: before.calendars, former: before.addresses, domains: before.domains };
  const { calendars, former, domains } = await anew('calendars', () => calendarsOf(client, me.addresses), known, old);
  const writeZone = writes
    ? await anew('supportedTimeZones', () => writeZoneOf(client, zone, browserZone()), before?.writeZone ?? UTC, old)
    : undefined;
  return {
    mailboxId: me.mailboxId,
    address: me.address,
    name: me.name,
    zone,
    addresses: [...new Set([...me.addresses, ...former])],
    domains: [...new Set([...me.domains, ...domains])],
    ...(writeZone ? { writeZone } : {}),
    calendars,
  };
}

/** Asked when it is needed: the first formatter of a process loads the tables of all zones, and most wakes need none. */
const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whose mailbox was signed in to, and that it is open; a part that breaks is looked at again once both sides are there. */
export async function readMailbox(client: GraphClient): Promise<Mailbox> {
  const me = await readMe(client);
  for (const open of [mailboxZone(client), calendarsOf(client, me.addresses)])
    await open.catch((error: unknown) => {
      if (!(error instanceof SyncError) || error.code !== 'ms.server') throw error;
    });
  return me;
}

export type Mailbox = Pick<OutlookSurroundings, 'mailboxId' | 'address' | 'name' | 'addresses' | 'domains'>;

async function readMe(client: GraphClient): Promise<Mailbox> {
  const { id, name, address, addresses, ofMailbox } = await readOwner(client);
  return { mailboxId: id, name, address, addresses, domains: ofMailbox.map(domainOf) };
}

async function calendarsOf(client: GraphClient, addresses: readonly string[]) {
  const listed: v.InferOutput<typeof Calendars>['value'] = [];
  let answer = await client.send({ method: 'GET', path: CALENDARS });
  for (;;) {
    if (answer.status !== 200) throw graphProblem(answer);
    const page = parseGraph(Calendars, answer.body, 'calendars');
    listed.push(...page.value);
    if (!page['@odata.nextLink']) break;
    answer = await client.follow(page['@odata.nextLink'], {});
  }
  // Every mailbox has one.
  if (listed.length === 0) throw new SyncError('ms.noMailbox');
  // Whose name stands on the default calendar is the user, perhaps under an address of before.
  const former = listed.flatMap((c) => (c.isDefaultCalendar ? cleanAddress(c.owner?.address ?? '') || [] : []));
  const own = new Set([...addresses, ...former]);
  const calendars = listed.map((c) => ({
    id: c.id,
    name: c.name,
    isDefault: c.isDefaultCalendar,
    canEdit: c.canEdit,
    // An owner who cannot be told may be anybody.
    own: c.isDefaultCalendar || !c.owner?.address || own.has(cleanAddress(c.owner.address)),
  }));
  return { calendars, former, domains: former.map(domainOf) };
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
  const addresses = [user.emailAddress, ...user.userEmailAddressList, ...user.emailAddressList].map(cleanAddress);
  return {
    userId: user.id,
    userName: user.userName,
    name: user.name,
    addresses: [...new Set(addresses.filter((address) => address !== ''))],
    version: settings.version,
    zone: settings.timeZone,
    // A limit of none would be a page that never ends.
    pageSize: Math.max(1, Math.floor(Math.min(200, settings.recordListMaxSizeLimit))),
    // A team that was deleted is none of the user's any more, though it may still be named here.
    defaultTeamId: user.teamsIds?.includes(user.defaultTeamId) === false ? '' : user.defaultTeamId,
    defaultTeamName: user.defaultTeamName,
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
