/** Questions to the worker, and whether there still is one. */
import { type Envelope, MARK, type Reply } from '../../shared/envelope';
import type { Answers, MessageName, Request } from '../../shared/messages';

/** After an update or a removal of the extension this script stays behind without its worker. */
export const orphaned = (): boolean => chrome.runtime?.id === undefined;

/** What the worker said no to, by its code. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Answers[N]> {
  const envelope: Envelope = { mark: MARK, name, request };
  const reply: Reply | undefined = await chrome.runtime.sendMessage(envelope);
  if (!reply?.ok) throw new Refused(reply?.error.code ?? 'no answer');
  return reply.answer as Answers[N];
}
