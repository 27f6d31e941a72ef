/** Asks the worker, and says what it could not do. */
import type { ErrorCode } from '../../shared/codes';
import { type Envelope, isNotice, MARK, type Reply } from '../../shared/envelope';
import type { Answers, MessageName, Request } from '../../shared/messages';
import type { ErrorView } from '../../shared/state';

/** The worker said no, or could not be asked: what is shown is in `view`. */
export class Refused extends Error {
  readonly view: ErrorView;

  constructor(view: ErrorView) {
    super(view.code);
    this.name = 'Refused';
    this.view = view;
  }
}

export const errorView = (code: ErrorCode, detail = ''): ErrorView => ({
  code,
  names: {},
  detail,
});

/** Milliseconds after which a message that nobody heard is sent again, and again. */
const AGAIN = [100, 400, 1500];

/** Whatever was thrown, as it is shown. */
export const viewOf = (thrown: unknown): ErrorView =>
  thrown instanceof Refused ? thrown.view : errorView('bug', thrown instanceof Error ? thrown.message : String(thrown));

/**
 * In the moment in which Firefox stops its idle event page a message finds nobody. Nobody has read it then, so it is sent again, and that
 * starts the page anew.
 */
async function deliver(envelope: Envelope): Promise<Reply | undefined> {
  for (const pause of AGAIN) {
    try {
      return await chrome.runtime.sendMessage(envelope);
    } catch (thrown) {
      if (!/receiving end does not exist/i.test(String(thrown))) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return chrome.runtime.sendMessage(envelope);
}

/** Asks the worker. Throws `Refused`, also when the worker went away before it answered. */
export async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Answers[N]> {
  const envelope: Envelope = { mark: MARK, name, request };
  let reply: Reply | undefined;
  try {
    reply = await deliver(envelope);
  } catch (thrown) {
    throw new Refused(errorView('message.refused', thrown instanceof Error ? thrown.message : ''));
  }
  if (!reply) throw new Refused(errorView('message.refused', name));
  if (!reply.ok) throw new Refused(reply.error);
  return reply.answer as Answers[N];
}

/** Calls back when the worker says that something changed. Returns how to stop. */
export function onStateNotice(changed: () => void): () => void {
  const listener = (message: unknown): void => {
    if (isNotice(message) && message.notice === 'state') changed();
  };
  chrome.runtime.onMessage.addListener(listener);
  return () => chrome.runtime.onMessage.removeListener(listener);
}
