/** Keeps the EspoCRM token on disk, encrypted. */
import type { Database } from '../store/database';

const ID = 'espoToken';

/**
 * Rule 10: the EspoCRM token is on disk only encrypted, with a key that cannot be exported, and only if "Stay connected" is on.
 * Key and text live in IndexedDB, which content scripts and web pages cannot reach.
 */
export class Vault {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async seal(token: string): Promise<void> {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(token));
    await this.#db.secrets.put({ id: ID, value: { key, iv, data } });
  }

  async open(): Promise<string> {
    const row = await this.#db.secrets.get(ID);
    if (!row) return '';
    const { key, iv, data } = row.value as { key: CryptoKey; iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };
    try {
      return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data));
    } catch {
      // Damaged on disk: as good as not there, the password is asked again.
      return '';
    }
  }

  async forget(): Promise<void> {
    await this.#db.secrets.delete(ID);
  }
}
