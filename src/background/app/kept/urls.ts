/** Addresses at which a person opens a record or an event. */

/** `<site>/#<EntityType>/view/<id>` */
export const recordUrl = (site: string, type: string, id: string): string =>
  `${site}/#${encodeURIComponent(type)}/view/${encodeURIComponent(id)}`;

/** Outlook's page spells ids in the EWS alphabet (outlook-web.md 0.3); '' while the default id is not known. */
export function eventUrl(restId: string, outlook: string): string {
  if (restId === '') return '';
  const ews = restId.replaceAll('-', '/').replaceAll('_', '+');
  return `${outlook}/calendar/item/${encodeURIComponent(ews)}`;
}
