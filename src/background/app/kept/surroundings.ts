import * as v from 'valibot';
import { SyncError } from '../../../shared/codes';
import { DAY } from '../../../shared/time';
import { type EspoClient, problem as espoProblem } from '../../espo/client';
import { type ChosenFields, type EntityType, entityTypes } from '../../espo/metadata';
import { AppUser, parse as parseEspo } from '../../espo/schema';
import { hasSecondWriter } from '../../espo/second-writer';
import { type GraphClient, problem as graphProblem } from '../../outlook/client';
import { Calendars, MailboxSettings, Me, parse as parseGraph } from '../../outlook/schema';

/** How long calendars, entities and rights are believed without asking again: an idle run asks only for changes. */
export const FRESH_FOR = DAY;

const Level = v.picklist(['all', 'team', 'own', 'no']);

/** What is around the sync: the mailbox and its calendars, the EspoCRM user, entities and rights. Stored, so it has a schema. */
export const OutlookSurroundings = v.object({
  mailboxId: v.string(),
  address: v.string(),
  name: v.string(),
  addresses: v.array(v.string()),
  /** As Graph names it, usually a Windows name; '' where the mailbox has none. */
  zone: v.string(),
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
  /** EspoCRM's own Outlook integration is connected for this user. */
  secondWriter: v.optional(v.boolean(), false),
  entities: v.array(
    v.object({
      type: v.string(),
      label: v.string(),
      allDay: v.boolean(),
      hasUsers: v.boolean(),
      attendeeLinks: v.array(v.string()),
      locationField: v.optional(v.string()),
      joinLinkField: v.optional(v.object({ name: v.string(), length: v.number() })),
      // Not there in what an earlier version stored: offered with the next look around.
      textFields: v.optional(
        v.array(v.object({ name: v.string(), label: v.string(), type: v.picklist(['varchar', 'text', 'url']) })),
        [],
      ),
      keyField: v.optional(v.string()),
      completed: v.array(v.string()),
      cancelled: v.array(v.string()),
      planned: v.optional(v.string()),
      defaultDuration: v.number(),
      versioned: v.boolean(),
      rights: v.object({ create: v.boolean(), edit: Level, remove: Level }),
    }),
  ),
});
export type EspoSurroundings = Omit<v.InferOutput<typeof EspoSurroundings>, 'entities'> & { entities: EntityType[] };

export async function readOutlook(client: GraphClient): Promise<OutlookSurroundings> {
  const get = async <T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T> => {
    const answer = await client.send({ method: 'GET', path });
    if (answer.status !== 200) throw graphProblem(answer);
    return parseGraph(schema, answer.body, path);
  };
  const me = await get('/me', Me);
  const timeZone = await zoneOf(client);
  const address = me.mail || me.userPrincipalName;
  const addresses = [...new Set([me.mail, me.userPrincipalName].filter((a) => a !== '').map((a) => a.toLowerCase()))];
  const calendars: OutlookSurroundings['calendars'] = [];
  let page = await get('/me/calendars?$top=100', Calendars);
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
  return { mailboxId: me.id, address, name: me.displayName, addresses, zone: timeZone, calendars };
}

/** '' where it may not be asked: only all-day events and "Sync since" are the nicer for it. */
async function zoneOf(client: GraphClient): Promise<string> {
  const answer = await client.send({ method: 'GET', path: '/me/mailboxSettings' });
  const error = graphProblem(answer);
  if (answer.status >= 500 || answer.status === 429 || error.code === 'ms.noMailbox') throw error;
  const parsed = v.safeParse(MailboxSettings, answer.body);
  return answer.status === 200 && parsed.success ? parsed.output.timeZone : '';
}

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
    defaultTeamId: user.defaultTeamId,
    secondWriter: await hasSecondWriter(client, app),
    entities: await entityTypes(client, app, chosen),
  };
}
