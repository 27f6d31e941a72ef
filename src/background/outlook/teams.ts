/** Whether a calendar makes Teams meetings: asked before the first, and heard from what comes back. */
import * as v from 'valibot';
import type { OutlookItem } from '../sync/model/item';
import type { CreateIntent, Intent, WriteResult } from '../sync/model/port';
import type { GraphAnswer, GraphClient } from './client';

export const TEAMS = 'teamsForBusiness';

type Result = WriteResult<OutlookItem>;

const Offers = v.object({ allowedOnlineMeetingProviders: v.array(v.unknown()) });

/** `none` hears that a calendar makes none. The event is made without. */
export class Teams {
  readonly #client: GraphClient;
  readonly #none: () => Promise<void>;
  readonly #offered = new Map<string, boolean>();

  constructor(client: GraphClient, none: () => Promise<void> = async () => undefined) {
    this.#client = client;
    this.#none = none;
  }

  /** Those of them that a calendar will not take as meetings of Teams, without it. */
  async offered(intents: readonly Intent[]): Promise<Intent[]> {
    const checked: Intent[] = [];
    for (const intent of intents)
      checked.push(isOnline(intent) && !(await this.#offers(intent.feed)) ? withoutTeams(intent) : intent);
    return checked;
  }

  async #offers(calendar: string): Promise<boolean> {
    const known = this.#offered.get(calendar);
    if (known !== undefined) return known;
    const path = `/me/calendars/${encodeURIComponent(calendar)}?$select=id,allowedOnlineMeetingProviders`;
    const { body } = await this.#client.send({ method: 'GET', path });
    const said = v.safeParse(Offers, body);
    // Unsaid, it is tried.
    const offers = !said.success || said.output.allowedOnlineMeetingProviders.includes(TEAMS);
    this.#offered.set(calendar, offers);
    if (!offers) await this.#makesNone(calendar);
    return offers;
  }

  async #makesNone(calendar: string): Promise<void> {
    this.#offered.set(calendar, false);
    await this.#none();
  }

  /** What was refused perhaps for that is made without: then it was for that. */
  async without(intent: CreateIntent, make: (plain: CreateIntent) => Promise<Result>): Promise<Result> {
    const result = await make(withoutTeams(intent));
    if (result.kind === 'ok') await this.#makesNone(intent.feed);
    return result;
  }

  /** Taken, and made without a word. */
  async heard(intent: Intent, result: Result): Promise<Result> {
    const silent = result.kind === 'ok' && result.earlier !== true && !result.item.isOnline;
    if (isOnline(intent) && silent) await this.#makesNone(intent.feed);
    return result;
  }
}

const isOnline = (intent: Intent): intent is CreateIntent => intent.op === 'create' && intent.given?.online === true;

/** The event was not made, and may be made without. */
export const isTeamsRefused = ({ status }: GraphAnswer, intent: Intent): intent is CreateIntent =>
  isOnline(intent) && (status === 400 || status === 403);

function withoutTeams(intent: CreateIntent): CreateIntent {
  const { online: _, ...given } = intent.given ?? {};
  return { ...intent, given };
}
