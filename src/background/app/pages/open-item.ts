import { translateIds } from '../../outlook/translate';
import { cloudNow } from '../../store/managed';
import type { Store } from '../../sync/model/store';
import { LINK } from '../../sync/person/ids';
import { graphClient } from '../kept/services';
import { eventUrl } from '../kept/urls';
import { refId } from '../lists/places';

/** The address of an event in Outlook on the web, asked for when somebody wants to open it; '' where it has none. */
export async function addressOf(store: Store, id: string): Promise<string> {
  const { outlook } = await cloudNow();
  const [link] = await store.linksById([id.startsWith(LINK) ? id.slice(LINK.length) : '']);
  if (link?.outlook.restId) return eventUrl(link.outlook.restId, outlook);
  const prefix = refId('outlook', '');
  const ref = link?.outlookId ?? (id.startsWith(prefix) ? id.slice(prefix.length) : '');
  if (ref === '') return '';
  const client = await graphClient(new AbortController().signal);
  const [restId = ''] = await translateIds(client, [ref]);
  return eventUrl(restId, outlook);
}
