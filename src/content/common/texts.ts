/** Every word that the content script shows, in one place. Names and sentences of the worker come as they are. */
import type { Act, CardView, TileState } from '../../shared/card';
import type { NeedsAction, NeedsItem } from '../../shared/needs';

const SIDES = { outlook: 'Outlook', espo: 'EspoCRM' } as const;

const STATES: Record<TileState, string> = {
  linked: 'Linked',
  waiting: 'Waits to be written',
  differs: 'Differs',
  needs: 'Needs you',
  leftOut: 'Left out',
  none: 'Not linked',
  private: 'Private: nothing is looked up',
};
export const stateText = (state: TileState): string => STATES[state];

/** The key that opens the card of the tile with the focus; as far as public lists say, Outlook has no use for it. */
export const KEY = { code: 'KeyE', alt: true, shift: true } as const;
const KEY_NAME = 'Alt+Shift+E';

/** Said when the keyboard comes to a tile. */
export const spokenText = (state: TileState): string => `EspoCRM: ${STATES[state]}. ${KEY_NAME} shows more.`;

let format: Intl.DateTimeFormat | undefined;
/** Made when it is first needed: this script is on every page of Outlook. */
function moment(at: number): string {
  format ??= new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return format.format(at);
}
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** Times are sent as instants; a person reads them in the zone of the browser. */
export const valueText = (field: string, value: string): string =>
  field === 'when' ? value.replace(INSTANT, (instant) => moment(Date.parse(instant))).replace(' - ', ' – ') : value;
export const momentText = moment;

const FIELDS: Record<string, string> = {
  title: 'Title',
  when: 'Time',
  location: 'Location',
  description: 'Description',
  status: 'Status',
  joinLink: 'Join link',
};
export const fieldText = (field: string): string => FIELDS[field] ?? field;

export function syncedText({ at, to }: NonNullable<CardView['synced']>): string {
  const when = moment(at);
  if (to === 'both') return `Linked ${when}`;
  return to === 'espo' ? `Last written Outlook → EspoCRM, ${when}` : `Last written EspoCRM → Outlook, ${when}`;
}

const KINDS: Record<string, string> = { User: 'User', Contact: 'Contact', Lead: 'Lead', Account: 'Account' };
export const kindText = (kind: string): string => KINDS[kind] ?? kind;

const RESPONSES: Record<string, string> = {
  Accepted: 'accepted',
  Tentative: 'tentative',
  Declined: 'declined',
};
export const responseText = (response: string): string => RESPONSES[response] ?? '';

/** What an order does, while it is under way or could not be done. */
const ORDERS: Record<Act['act'], string> = {
  create: 'Create a record',
  link: 'Link to a record',
  leaveOut: 'Leave out',
  unlink: 'Unlink',
  parent: 'Set the parent',
  status: 'Set the status',
  note: 'Write a note',
  person: 'Add a person',
  answer: 'Answer',
  again: 'Try again',
  forget: 'Forget',
};
export const orderText = (act: Act['act']): string => ORDERS[act];

/** What a button says: the result, and the side where it matters which. */
export function answerText(answer: NeedsAction, { side, restores, choices }: NeedsItem): string {
  switch (answer) {
    case 'apply':
      return 'Apply';
    case 'discard':
      return 'Discard';
    case 'retry':
      return 'Try again';
    case 'addContact':
      return 'Add as Contact';
    case 'addLead':
      return 'Add as Lead';
    case 'makeMeeting':
      return 'Make it a Meeting';
    case 'takeEspo':
      return 'Take the value of EspoCRM';
    case 'restore':
      return restores === '' ? 'Restore' : `Restore in ${SIDES[restores]}`;
    case 'fields':
    case 'choose':
      return 'Choose';
    case 'remove':
      return `Remove in ${SIDES[side]}`;
    case 'link':
      return choices.length > 0 ? 'Link' : 'Link again';
  }
}

export const TEXTS = {
  card: (title: string): string => `EspoCRM: ${title || 'this event'}`,
  line: 'EspoCRM',
  open: 'Open in EspoCRM',
  details: 'Details',
  close: 'Close',
  cancel: 'Cancel',
  loading: 'Asking EspoCRM…',
  status: 'Status',
  parent: 'Parent',
  noParent: 'No parent',
  assigned: 'Assigned to',
  people: 'Taking part',
  unknown: 'Not known in EspoCRM',
  differs: 'Not the same on both sides',
  inOutlook: 'Outlook',
  inEspo: 'EspoCRM',
  empty: '(empty)',
  underWay: (what: string): string => `${what}: under way…`,
  failed: (what: string, why: string): string => `${what}: ${why}`,
  again: 'Try again',
  dismiss: 'Dismiss',
  create: (kind: string): string => `Create ${kind}`,
  createUnder: (kind: string, parent: string): string => `Create ${kind} under ${parent}`,
  link: 'Link to a record…',
  leaveOut: 'Leave this one out',
  unlink: 'Unlink…',
  keepBoth: 'Unlink and keep both',
  deleteEspo: 'Unlink and delete the EspoCRM record',
  deleteOutlook: 'Unlink and delete the Outlook event',
  lost: 'An undo makes it again with a new id; what else hangs on it does not come back.',
  setParent: 'Set the parent…',
  held: 'Mark as Held',
  notHeld: 'Mark as Not Held',
  note: 'Write a note…',
  noteLabel: 'Note to the record',
  noteSend: 'Write the note',
  search: 'Search by name',
  searchParent: (kind: string): string => `Search ${kind} by name`,
  kind: 'Kind of parent',
  sameTime: 'same time',
  nothing: 'Nothing was found.',
  addAs: (kind: string, who: string): string => `Add ${who} as ${kind}`,
  addShort: (kind: string): string => `Add as ${kind}`,
  linkTo: (name: string): string => `Link to ${name}`,
  choose: (name: string): string => `Choose ${name}`,
  key: `${KEY_NAME} opens this for the event with the focus.`,
  refused: 'This cannot be done now. Close this and look again.',
  unreachable: 'The extension does not answer. Reload the page if this stays.',
} as const;
