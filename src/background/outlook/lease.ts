/** Where the lease stands in Outlook: a property of the main calendar. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { Lease, LeasePlace } from '../sync/model/lease';
import type { GraphAnswer, GraphClient, GraphRequest } from './client';
import { LEASE_PROPERTY } from './identity';

const Held = v.object({
  browser: v.string(),
  name: v.pipe(v.string(), v.maxLength(100)),
  since: v.number(),
  until: v.number(),
});
const Answer = v.object({
  singleValueExtendedProperties: v.nullish(v.array(v.object({ value: v.nullish(v.string(), '') })), []),
});

/** The lease as a single-value extended property of the Main calendar: seen by nobody, and it mails nobody. */
export class CalendarLease implements LeasePlace {
  readonly #client: GraphClient;
  readonly #path: string;

  constructor(client: GraphClient, calendarId: string) {
    this.#client = client;
    this.#path = `/me/calendars/${encodeURIComponent(calendarId)}`;
  }

  async read(): Promise<Lease | undefined> {
    const expand = `singleValueExtendedProperties($filter=id eq '${LEASE_PROPERTY}')`;
    const path = `${this.#path}?$select=id&$expand=${encodeURIComponent(expand)}`;
    const answer = v.safeParse(Answer, (await this.#ask({ method: 'GET', path }))?.body);
    const text = answer.success ? (answer.output.singleValueExtendedProperties?.[0]?.value ?? '') : '';
    const held = v.safeParse(v.pipe(v.string(), v.parseJson(), Held), text);
    return held.success ? held.output : undefined;
  }

  /** What the mailbox refuses here is not asked about: no rule rests on the lease. */
  async write(lease: Lease): Promise<void> {
    const singleValueExtendedProperties = [{ id: LEASE_PROPERTY, value: JSON.stringify(lease) }];
    await this.#ask({ method: 'PATCH', path: this.#path, body: { singleValueExtendedProperties } });
  }

  /** A calendar that does not answer keeps no lease, and everything else goes on. */
  async #ask(request: GraphRequest): Promise<GraphAnswer | undefined> {
    try {
      return await this.#client.send(request);
    } catch (error) {
      if (error instanceof SyncError && error.code === 'ms.unreachable') return undefined;
      throw error;
    }
  }
}
