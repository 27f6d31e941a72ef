/** Whose mailbox it is, and the zones it is kept in. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { cleanAddress } from '../sync/model/address';
import { type GraphClient, problem } from './client';
import { MailboxSettings, Me, parse, Zones } from './schema';
import { chooseZone, type ListedZone, type WriteZone } from './write-zone';

/** The signed-in user, and every address that is theirs. */
export interface Owner {
  id: string;
  name: string;
  address: string;
  /** All of them, also those at which others reach the user. */
  addresses: string[];
  /** Those of the mailbox: their domains are the organization's. */
  ofMailbox: string[];
}

/** Only on asking by name does Graph tell the addresses beside the first one; User.Read is enough. */
const ASKED = 'id,displayName,mail,userPrincipalName,proxyAddresses,otherMails';

export async function readOwner(client: GraphClient): Promise<Owner> {
  let answer = await client.send({ method: 'GET', path: `/me?$select=${ASKED}` });
  // An account without a directory has no such properties; the first address is enough to begin with.
  if (answer.status === 400 || answer.status === 403) answer = await client.send({ method: 'GET', path: '/me' });
  if (answer.status !== 200) throw problem(answer);
  const me = parse(Me, answer.body, '/me');
  // Others are of telephones and old servers.
  const proxies = me.proxyAddresses.filter((one) => /^smtp:/i.test(one));
  const ofMailbox = clean([me.mail, me.userPrincipalName, ...proxies]);
  return {
    id: me.id,
    name: me.displayName,
    address: me.mail || me.userPrincipalName,
    addresses: clean([...ofMailbox, ...me.otherMails]),
    ofMailbox,
  };
}

const clean = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map(cleanAddress).filter((address) => address !== '')),
];

const CLOSED: readonly SyncError['code'][] = ['ms.scopeMissing', 'ms.refused', 'ms.unreadable'];

/** As the mailbox calls it; '' where it has none, or where it may not be asked and never might (`before`). */
export async function mailboxZone(client: GraphClient, before = ''): Promise<string> {
  try {
    const answer = await client.send({ method: 'GET', path: '/me/mailboxSettings' });
    if (answer.status !== 200) throw problem(answer);
    return parse(MailboxSettings, answer.body, '/me/mailboxSettings').timeZone;
  } catch (error) {
    if (before === '' && error instanceof SyncError && CLOSED.includes(error.code)) return '';
    throw error;
  }
}

const LISTS = '/me/outlook/supportedTimeZones';

/** The zone that times are written in: which names the server takes is asked, not assumed (graph.md 7). */
export function writeZoneOf(client: GraphClient, mailbox: string, browser: string): Promise<WriteZone> {
  const listedBy = async (path: string): Promise<ListedZone[] | undefined> => {
    const answer = await client.send({ method: 'GET', path });
    const parsed = v.safeParse(Zones, answer.body);
    return answer.status === 200 && parsed.success ? parsed.output.value : undefined;
  };
  return chooseZone(mailbox, browser, {
    windows: () => listedBy(LISTS),
    iana: () => listedBy(`${LISTS}(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')`),
  });
}
