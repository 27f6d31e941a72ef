/** Messages to the worker: read by their schemas, their senders checked, answered by the handlers. */
import * as v from 'valibot';
import type { Runtime } from 'webextension-polyfill';
import browser from 'webextension-polyfill';
import { OUTLOOK_ORIGINS } from '../../shared/clouds';
import { SyncError, toSyncError } from '../../shared/codes';
import { MARK, type Reply } from '../../shared/envelope';
import { MESSAGES, type MessageName, type Sender } from '../../shared/messages';
import { handlerOf } from './handlers';
import type { From } from './handlers/handler';
import { toStored, toView } from './kept/errors';

const Envelope = v.object({
  mark: v.literal(MARK),
  name: v.picklist(Object.keys(MESSAGES) as MessageName[]),
  request: v.unknown(),
});

/** Hosts whose tabs carry the content script (manifest.config.ts), and the calendar that Teams frames. */
const isOutlook = (url: string): boolean => OUTLOOK_ORIGINS.some((origin) => url.startsWith(`${origin}/`));
const TEAMS_FRAME = /^https:\/\/outlook\.office\.com\/hosted\/calendar\//;

/** Who sent it, by what the browser says of the sender; never by what the message says of itself. */
export function senderOf(sender: Runtime.MessageSender, extensionId: string, base: string): Sender | undefined {
  if (sender.id !== extensionId) return undefined;
  const url = sender.url ?? '';
  if (url.startsWith(base)) return 'page';
  // Outlook's other frames (mails, add-ins) have no say, whatever runs in them.
  return sender.tab && (sender.frameId === 0 ? isOutlook(url) : TEAMS_FRAME.test(url)) ? 'content' : undefined;
}

/** The very document that asks, in its frame: another one has shown other things. */
function pageOf(sender: Runtime.MessageSender): string {
  const { documentId = '' } = sender as { documentId?: string };
  return [sender.tab?.id, sender.frameId, documentId].join('|');
}

/** Anything without our mark is not ours and is left to others, synchronously; the answer comes later. */
export function onMessage(message: unknown, sender: Runtime.MessageSender): Promise<Reply> | undefined {
  if (
    typeof message !== 'object' ||
    message === null ||
    (message as { mark?: unknown }).mark !== MARK ||
    !('name' in message)
  )
    return undefined;
  return answer(message, sender);
}

async function answer(message: unknown, sender: Runtime.MessageSender): Promise<Reply> {
  try {
    const envelope = v.safeParse(Envelope, message);
    if (!envelope.success) throw new SyncError('message.refused', 'unknown');
    const { name, request } = envelope.output;
    const { from, request: schema } = MESSAGES[name];
    if (senderOf(sender, browser.runtime.id, browser.runtime.getURL('')) !== from)
      throw new SyncError('message.refused', name);
    const parsed = v.safeParse(schema, request);
    if (!parsed.success) throw new SyncError(name === 'settings.save' ? 'settings.invalid' : 'message.refused', name);
    const handle = (await handlerOf(name)) as (request: unknown, from: From) => Promise<unknown>;
    return { ok: true, answer: await handle(parsed.output, { tab: sender.tab?.id, page: pageOf(sender) }) };
  } catch (thrown) {
    return { ok: false, error: toView(toStored(toSyncError(thrown))) };
  }
}
