import type { Settings } from './settings';

/** What a file of settings holds for this mailbox and this EspoCRM: never a password, never a token. */
export interface SettingsFile {
  /** To be looked at and saved; what the file does not name stays as it is. */
  settings: Settings;
  /** Chosen there and not there here: calendars and kinds of records by name. They are left out. */
  notHere: string[];
  /** What the connection was made with; the page may offer it in its forms. */
  connection: { clientId: string; tenantId: string; espoAddress: string };
}
