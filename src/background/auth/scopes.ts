/** What Microsoft is asked for: to read, or to write in the user's own calendars, too. */
const OF_USER = ['User.Read', 'MailboxSettings.Read'];
export const READ_SCOPES: readonly string[] = [...OF_USER, 'Calendars.Read'];
export const WRITE_SCOPES: readonly string[] = [...OF_USER, 'Calendars.ReadWrite'];
/** offline_access, openid and profile are MSAL's own. */
export const scopesFor = (write: boolean): string[] => [...(write ? WRITE_SCOPES : READ_SCOPES)];
