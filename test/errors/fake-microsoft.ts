import { ANNA } from '../simulation/company.ts';

/** What Microsoft's sign-in does next; the library itself needs a window (test/e2e drives the real one). */
export const microsoft = {
  signIn: async (): Promise<void> => undefined,
  token: async (): Promise<string> => `test-${ANNA.oid}`,
};

/** In place of src/background/auth/microsoft.ts. */
export class Microsoft {
  async connect() {
    await microsoft.signIn();
    return { tenantId: 'tenant-1', username: ANNA.address };
  }
  widen = (): Promise<void> => microsoft.signIn();
  token = (): Promise<string> => microsoft.token();
  disconnect = async (): Promise<void> => undefined;
}
