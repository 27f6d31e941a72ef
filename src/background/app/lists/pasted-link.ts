import type { Side } from '../../sync/model/item';

/** What a pasted address leads to: a record of EspoCRM, or an event of Outlook on the web by the id that its pages have. Pure. */
export function itemIn(text: string): { side: Side; ref: string } | undefined {
  const record = /#(\w+)\/view\/([\w-]+)/.exec(text);
  if (record) return { side: 'espo', ref: `${record[1]}/${record[2]}` };
  const event = /^https:\/\/outlook\.[\w.]+\/.*(?:calendar\/item\/|itemid=)([^?&#/]+)/i.exec(text.trim());
  if (!event) return undefined;
  return { side: 'outlook', ref: graphId(event[1] ?? '') };
}

/** Outlook's page spells ids in the EWS alphabet (outlook-web.md 0.3). */
function graphId(id: string): string {
  try {
    return decodeURIComponent(id).replaceAll('/', '-').replaceAll('+', '_');
  } catch {
    return id;
  }
}
