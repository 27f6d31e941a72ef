import { unlessAborted } from '../../src/background/auth/auth-window.ts';
import type { Accept } from '../../src/background/auth/microsoft.ts';
import { ANNA } from '../simulation/company.ts';

/** What Microsoft's sign-in does next; the library itself needs a window (test/e2e drives the real one). */
export const microsoft = {
  signIn: async (): Promise<void> => undefined,
  token: async (): Promise<string> => `test-${ANNA.oid}`,
};

const account = { tenantId: 'tenant-1', username: ANNA.address };

/** In place of src/background/auth/microsoft.ts. */
export class Microsoft {
  async connect(_application: unknown, _write: boolean, signal: AbortSignal, accept: Accept): Promise<void> {
    await unlessAborted(microsoft.signIn(), signal);
    await accept({ account: account as never, accessToken: await microsoft.token() });
  }
  widen = (application: unknown, signal: AbortSignal, accept: Accept) =>
    this.connect(application, true, signal, accept);
  token = (): Promise<string> => microsoft.token();
  disconnect = async (): Promise<void> => undefined;
}
