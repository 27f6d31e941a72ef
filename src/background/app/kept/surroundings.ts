import * as v from 'valibot';
import { SyncError } from '../../../shared/codes';
import { DAY } from '../../../shared/time';
import { type EspoClient, problem as espoProblem } from '../../espo/client';
import { type ChosenFields, entityTypes } from '../../espo/metadata';
import { AppUser, parse as parseEspo } from '../../espo/schema';
import { hasSecondWriter } from '../../espo/second-writer';
import { cleanAddress } from '../../outlook/address';
import { type GraphClient, problem as graphProblem } from '../../outlook/client';
import { mailboxZone, readOwner, writeZoneOf } from '../../outlook/mailbox';
import { Calendars, parse as parseGraph } from '../../outlook/schema';
import { domainOf } from '../../sync/model/people';
import { StoredEntity } from './stored-entity';

/** How long calendars, entities and rights are believed without asking again: an idle run asks only for changes. */
export const FRESH_FOR = DAY;

/** What is around the sync: the mailbox and its calendars, the EspoCRM user, entities and rights. Stored, so it has a schema. */
export const OutlookSurroundings = v.object({
  mailboxId: v.string(),
  address: v.string(),
  name: v.string(),
  /** Every address that is the user's own, clean. */
  addresses: v.array(v.string()),
  /** Domains of the mailbox's addresses: who has one of them is inside the organization. */
  domains: v.array(v.string()),
  /** As Graph names it, usually a Windows name; '' where the mailbox has none. */
  zone: v.string(),
  /** The zone that times are written in; not asked for where nothing is written. */
  writeZone: v.optional(v.object({ name: v.string(), iana: v.string() })),
  calendars: v.array(
    v.object({ id: v.string(), name: v.string(), isDefault: v.boolean(), canEdit: v.boolean(), own: v.boolean() }),
  ),
});
export type OutlookSurroundings = v.InferOutput<typeof OutlookSurroundings>;

export const EspoSurroundings = v.object({
  userId: v.string(),
  userName: v.string(),
  name: v.string(),
  addresses: v.array(v.string()),
  version: v.string(),
  zone: v.string(),
  pageSize: v.number(),
  /** '' for none. */
  defaultTeamId: v.string(),
  defaultTeamName: v.optional(v.string()),
  /** EspoCRM's own Outlook integration is connected for this user. */
  secondWriter: v.optional(v.boolean(), false),
  entities: v.array(StoredEntity),
});
export type EspoSurroundings = v.InferOutput<typeof EspoSurroundings>;

/** `writes`: times are to be written, so the server is asked in which zone. */
export async function readOutlook(client: GraphClient, writes = false): Promise<OutlookSurroundings> {
  const get = async <T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T> => {
    const answer = await client.send({ method: 'GET', path });
    if (answer.status !== 200) throw graphProblem(answer);
    return parseGraph(schema, answer.body, path);
  };
  const owner = await readOwner(client);
  const zone = await mailboxZone(client);
  const listed: v.InferOutput<typeof Calendars>['value'] = [];
  let page = await get('/me/calendars?$top=100', Calendars);
  for (;;) {
    listed.push(...page.value);
    const next = page['@odata.nextLink'];
    if (!next) break;
    const answer = await client.follow(next, {});
    if (answer.status !== 200) throw graphProblem(answer);
    page = parseGraph(Calendars, answer.body, 'calendars');
  }
  // Whose name stands on the default calendar is the user, perhaps under an address of before.
  const former = listed.flatMap((c) => (c.isDefaultCalendar ? cleanAddress(c.owner?.address ?? '') || [] : []));
  const own = new Set([...owner.addresses, ...former]);
  const { id: mailboxId, name, address } = owner;
  return {
    ...{ mailboxId, name, address, zone },
    addresses: [...own],
    domains: [...new Set([...owner.ofMailbox, ...former].map(domainOf))],
    ...(writes ? { writeZone: await writeZoneOf(client, zone, BROWSER_ZONE) } : {}),
    calendars: listed.map((c) => ({
      id: c.id,
      name: c.name,
      isDefault: c.isDefaultCalendar,
      canEdit: c.canEdit,
      // An owner who cannot be told may be anybody.
      own: c.isDefaultCalendar || !c.owner?.address || own.has(cleanAddress(c.owner.address)),
    })),
  };
}

const BROWSER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

export async function readEspo(client: EspoClient, chosen: ChosenFields): Promise<EspoSurroundings> {
  const answer = await client.send({ method: 'GET', path: 'App/user' });
  if (answer.status !== 200) throw espoProblem(answer);
  const app = parseEspo(AppUser, answer.body, 'App/user');
  if (app.user.type === 'portal' || app.user.type === 'api') throw new SyncError('espo.noAccess', app.user.type);
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
    // A team that was deleted is none of the user's any more, though it may still be named here.
    defaultTeamId: user.teamsIds?.includes(user.defaultTeamId) === false ? '' : user.defaultTeamId,
    defaultTeamName: user.defaultTeamName,
    secondWriter: await hasSecondWriter(client, app),
    entities: await entityTypes(client, app, chosen),
  };
}
