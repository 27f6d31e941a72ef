/** Half links of items that must never be carried over. */
import { fieldsOf } from './event';
import { type Item, refOf } from './item';
import { type Link, mailsOf } from './link';
import { TEXT_FORM } from './text-form';

/** An item that must never be carried over: half a link, so that it is known by its id. */
export function tombstone(pair: string, id: string, item: Item): Link {
  const fields = fieldsOf(item.event);
  const outlook = item.side === 'outlook' ? item : undefined;
  const espo = item.side === 'espo' ? item : undefined;
  return {
    id: `tombstone|${id}`,
    pair,
    state: 'unlinked',
    reason: 'unlinked',
    origin: item.side,
    outlookId: outlook?.id ?? '',
    espoRef: espo ? refOf(espo) : '',
    meetingKey: outlook?.meetingKey ?? '',
    outlook: {
      calendarId: outlook?.calendarId ?? '',
      restId: '',
      iCalUId: outlook?.iCalUId ?? '',
      seriesMasterId: outlook?.seriesMasterId ?? '',
      originalStart: outlook?.originalStart ?? '',
      etag: outlook?.etag ?? '',
      modifiedAt: outlook?.modifiedAt ?? 0,
      isOrganizer: outlook?.isOrganizer ?? false,
      hasAttendees: outlook?.hasAttendees ?? false,
      isOnline: outlook?.isOnline ?? false,
      isPrivate: outlook?.event.private ?? false,
      mails: outlook ? mailsOf(outlook) : [],
      labelAtCreation: '',
      foreignChange: 0,
      ownEtag: '',
      textForm: outlook?.textForm ?? TEXT_FORM,
    },
    espo: {
      type: espo?.type ?? '',
      id: espo?.id ?? '',
      createdAt: espo?.createdAt ?? 0,
      modifiedAt: espo?.modifiedAt ?? 0,
      versionNumber: espo?.versionNumber,
      assignedToMe: espo !== undefined,
      countedStart: espo?.mine ? espo.start : -1,
      foreignChange: 0,
      ownModifiedAt: 0,
      touched: false,
    },
    base: { outlook: fields, espo: fields },
    observed: { outlook: {}, espo: {} },
    descriptionFrozen: false,
    attendeesAdded: [],
    generation: 0,
    nonce: '',
    gone: '',
    quiet: true,
    wish: '',
    lookAgain: 0,
  };
}

/** A second item of a meeting: first a tombstone, so that nothing is made of it, then it is taken away (look-again.ts). */
export function givenUp(pair: string, item: Item, keeper: string, touched = false): Link {
  const half = tombstone(pair, refOf(item), item);
  return { ...half, reason: 'secondRecord', keeper, lookAgain: 1, espo: { ...half.espo, touched } };
}
