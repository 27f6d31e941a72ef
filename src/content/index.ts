import type { Answers, Envelope, MessageName, Notice, Reply, Request } from '../shared/messages';
import { guardEvents, removeAll, unguardEvents } from './badge';
import { Lookup } from './lookup';
import { Tiles } from './tiles';

// Types only from there: its values would bring the schema library into every Outlook page. The type keeps the text the same.
const MARK: Envelope['mark'] = 'espocrm-outlook-calendar';

/** The Teams calendar is Outlook's own page in a frame (manifest.config.ts); other frames only carry parts of a page. */
const isPage = window.top === window || location.pathname.startsWith('/hosted/');

/** After an update or a removal of the extension this script stays behind without its worker. */
const orphaned = (): boolean => chrome.runtime?.id === undefined;

async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Answers[N]> {
  const envelope: Envelope = { mark: MARK, name, request };
  const reply: Reply | undefined = await chrome.runtime.sendMessage(envelope);
  if (!reply?.ok) throw new Error(reply?.error.code ?? 'no answer');
  return reply.answer as Answers[N];
}

const lookup = new Lookup(
  async (ids) => {
    if (stopIfOrphaned()) return {};
    return send('badges.lookup', { ids });
  },
  () => {
    if (!stopIfOrphaned()) tiles.paintAll();
  },
);
const tiles = new Tiles(
  (id) => lookup.get(id),
  () => !stopIfOrphaned(),
);

function onMessage(message: Partial<Notice> | undefined): void {
  if (message?.mark === MARK && message.notice === 'links' && !stopIfOrphaned()) lookup.renew(tiles.ids());
}

function seen(): void {
  if (document.visibilityState !== 'visible' || stopIfOrphaned()) return;
  // Nobody there to hear it (the worker is being replaced) is no error of this page.
  if (isPage) send('outlook.seen', {}).catch(() => undefined);
}

function stopIfOrphaned(): boolean {
  if (!orphaned()) return false;
  tiles.stop();
  lookup.stop();
  unguardEvents();
  document.removeEventListener('visibilitychange', seen);
  removeAll();
  return true;
}

// What an orphan of an earlier version may have left.
removeAll();
guardEvents();
chrome.runtime.onMessage.addListener(onMessage);
document.addEventListener('visibilitychange', seen);
tiles.start();
seen();
