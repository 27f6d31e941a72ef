/** Who is invited to an event, as Graph is told. */
import * as v from 'valibot';
import { cleanAddress } from '../sync/model/address';
import { type Guest, type Invitation, isInvited } from '../sync/model/guests';
import type { OutlookItem } from '../sync/model/item';
import type { Intent } from '../sync/model/port';
import { errorCode, type GraphAnswer } from './client';

const Somebody = v.looseObject({ emailAddress: v.looseObject({ address: v.string() }) });
const Body = v.fallback(v.object({ attendees: v.fallback(v.array(v.unknown()), []) }), { attendees: [] });

const attendee = ({ name, address }: Guest) => ({
  type: 'required',
  emailAddress: { address, ...(name === '' ? {} : { name }) },
});

function addressOf(sent: unknown): string {
  const parsed = v.safeParse(Somebody, sent);
  return parsed.success ? cleanAddress(parsed.output.emailAddress.address) : '';
}

/** All who are invited then. Graph takes the list as a whole: whoever is not named stays in it, as Graph itself returned them in `body`. */
export function invitedAfter(body: unknown, { add, remove }: Invitation): unknown[] {
  const { attendees } = v.parse(Body, body);
  const out = new Set(remove.map(({ address }) => address));
  const kept = attendees.filter((one) => !out.has(addressOf(one)));
  const there = new Set(kept.map(addressOf));
  return [...kept, ...add.filter(({ address }) => !there.has(address)).map(attendee)];
}

/** They are as the invitation wants them, whoever did it: nothing is written, and nobody is mailed. */
export const isDone = (intent: Intent, { event }: OutlookItem): boolean =>
  intent.op === 'update' &&
  intent.invite !== undefined &&
  isInvited(
    intent.invite,
    event.invited.map(({ address }) => address),
  );

/** Somebody among them cannot be invited: the event is made without them, and the rest is asked about. Graph does not say who it was. */
export const isGuestRefused = ({ status, body }: GraphAnswer, intent: Intent): boolean =>
  status === 400 && intent.op === 'create' && intent.invite !== undefined && errorCode(body).includes('recipient');
