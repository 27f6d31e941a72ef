/** What a user does on a card: written down here, carried out by the engine at once, and shown as under way meanwhile. */
import type { Act } from '../../../shared/card';
import { SyncError } from '../../../shared/codes';
import type { Database, Pair } from '../../store/database';
import { giveAnswer } from '../../sync/person/answers';
import { forgetOrder, giveOrder, repeatOrder } from '../../sync/person/orders';
import { inTurn } from '../kept/in-turn';
import { tellPages, tellTabs } from '../kept/notices';
import { storeOf } from '../kept/pairs';
import { glanceForOrder } from '../runs/glances';
import { cardOf } from './card';
import type { Met } from './find-items';
import { forgetMore } from './more';

/** Refuses what the card does not offer: the page of Outlook is not ours. */
export const actOn = (db: Database, pair: Pair, met: Met, act: Act): Promise<void> =>
  inTurn(() => take(db, pair, met, act));

async function take(db: Database, pair: Pair, met: Met, act: Act): Promise<void> {
  const store = storeOf(db, pair);
  const { offers, waits, orders } = await cardOf(db, pair, met);
  const refuse = (): never => {
    throw new SyncError('message.refused', act.act);
  };
  const linkId = met.link?.id ?? '';
  switch (act.act) {
    case 'answer': {
      const item = waits.find(({ id }) => id === act.need);
      const chosen = act.choice === '' || item?.choices.some(({ id }) => id === act.choice);
      // Field by field is answered on our own page.
      const offered = act.action !== 'fields' && item?.actions.some(({ action }) => action === act.action);
      if (!offered || !chosen) refuse();
      await giveAnswer(store, { id: act.need, action: act.action, choice: act.choice });
      break;
    }
    case 'again':
    case 'forget': {
      if (!orders.some(({ id }) => id === act.order)) refuse();
      await (act.act === 'again' ? repeatOrder : forgetOrder)(store, act.order);
      break;
    }
    default: {
      const may: Record<typeof act.act, boolean> = {
        create: act.act === 'create' && offers.create.some(({ type }) => type === act.type),
        link: offers.link,
        leaveOut: offers.leaveOut,
        unlink: act.act === 'unlink' && offers.unlink !== undefined && mayUnlink(act.remove, offers.unlink.remove),
        parent: offers.edit,
        status: act.act === 'status' && offers.status.includes(act.status),
        note: met.link !== undefined,
        person: met.link !== undefined,
      };
      if (!may[act.act]) refuse();
      await giveOrder(store, { act, ref: met.ref, linkId, at: Date.now() }, crypto.randomUUID());
    }
  }
  forgetMore();
  if (act.act !== 'forget' && pair.settings.enabled) void glanceForOrder();
  tellPages();
  await tellTabs();
}

const mayUnlink = (remove: 'espo' | 'outlook' | '', offered: readonly string[]): boolean =>
  remove === '' || offered.includes(remove);
