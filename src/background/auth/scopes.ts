/** What Microsoft is asked for: to read, or to write in the user's own calendars, too. */
import { CLOUDS, type Cloud } from '../../shared/clouds';

const OF_USER = ['User.Read', 'MailboxSettings.Read'];
export const READ_SCOPES: readonly string[] = [...OF_USER, 'Calendars.Read'];
export const WRITE_SCOPES: readonly string[] = [...OF_USER, 'Calendars.ReadWrite'];
/** offline_access, openid and profile are MSAL's own. Without a host in front they are those of the global Graph. */
export function scopesFor(write: boolean, { graph }: Cloud): string[] {
  const scopes = write ? WRITE_SCOPES : READ_SCOPES;
  return graph === CLOUDS.global.graph ? [...scopes] : scopes.map((scope) => `${graph}/${scope}`);
}
