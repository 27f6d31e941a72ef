/** A person with the extension, and the orders that they give on the card of an event. */
import { ordersOf } from '../../src/background/sync/model/order.ts';
import { giveOrder } from '../../src/background/sync/person/orders.ts';
import type { Act } from '../../src/shared/card.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { Hands } from './hands.ts';
import { scene } from './scene.ts';

export async function orderScene(settings: Partial<Settings> = {}) {
  const here = await scene();
  here.browser.settings = { ...here.browser.settings, ...settings };
  const { browser, mailbox, espo } = here;
  const { store } = browser;
  const eventOf = (subject: string) => mailbox.events().find((e) => e.subject === subject);
  const refOf = (subject: string) => eventOf(subject)?.immutableId ?? '';
  const linkOf = async (subject: string) => (await store.linksByRef('outlook', [refOf(subject)]))[0];
  const order = async (subject: string, act: Act) => {
    const linkId = (await linkOf(subject))?.id ?? '';
    await giveOrder(store, { act, ref: refOf(subject), linkId, at: here.company.world.now() }, `id-${Math.random()}`);
  };
  const records = (type = 'Meeting') => espo.dump(type).filter((row) => !row['deleted']);
  const names = (type = 'Meeting') =>
    records(type)
      .map((row) => String(row['name']))
      .sort();
  const row = (name: string, type = 'Meeting') => records(type).find((one) => one['name'] === name);
  const failed = async () => (await ordersOf(store)).map((one) => one.failed?.code);
  const hands = new Hands(browser);
  /** What the administrator changed is seen. */
  const retype = () => store.commit({ cursors: { remove: ['surroundings'] } });
  return { ...here, store, eventOf, refOf, linkOf, order, records, names, row, failed, hands, retype };
}
