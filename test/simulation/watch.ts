import { espoRef } from '../../src/background/sync/model/item.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import type { Violation } from './acts.ts';
import { assignedTo } from './assigned.ts';
import type { Cast, Station } from './cast.ts';
import { isEvent, type Ledger, type Thing } from './ledger.ts';
import { judgeGuard } from './rules-guard.ts';
import { guestsIn, judgeInvitation } from './rules-invite.ts';
import { judgeParent } from './rules-parent.ts';
import { hasJustComeDue, judgeStatus } from './rules-status.ts';
import { judgeTask } from './rules-tasks.ts';
import { judgeWrite } from './rules-write.ts';
import type { RunState, Seen, State } from './seen.ts';
import { eventFields, placeOf, recordFields, TRACKED, type Tracked, textsOf } from './texts.ts';
import { isLease, type Write, writesIn } from './writes.ts';

/** Records that are read again together and then written. */
const WAVE = 4;

/** Looks at every request of every browser, before and after it takes effect. */
export class Watch {
  readonly violations: Violation[];
  readonly #cast: () => Cast;
  readonly #ledger: Ledger;

  constructor(cast: () => Cast, ledger: Ledger, violations: Violation[]) {
    this.#cast = cast;
    this.#ledger = ledger;
    this.violations = violations;
  }

  async request(
    station: Station,
    run: RunState,
    url: string,
    init: RequestInit | undefined,
    next: () => Promise<Response>,
  ): Promise<Response> {
    const writes = writesIn(url, init);
    const toEspo = !url.startsWith('https://graph.microsoft.com');
    if (writes.length === 0) {
      try {
        return await next();
      } finally {
        if (toEspo) this.#read(run, url);
      }
    }
    const before = writes.map((write) => this.#state(station, write));
    const known = writes.map((write) => (write.op === 'create' ? new Set(this.#things(station, write)) : undefined));
    const mails = this.#cast().company.graph.control.mails.length;
    let refused = false;
    /** The record that a create has made, '' for none; unknown where the answer was lost. */
    let record: string | undefined;
    try {
      const answer = await next();
      // Of a value, or of somebody who may not be added.
      refused = toEspo && (answer.status === 400 || answer.status === 403);
      if (toEspo && known.some(Boolean)) record = await recordIn(answer);
      return answer;
    } finally {
      this.#ledger.tick();
      const sent = this.#cast().company.graph.control.mails.slice(mails);
      const mailed = sent.length;
      const made = writes.map((write, i) => {
        const old = known[i];
        const isMade = (thing: Thing): boolean => !old?.has(thing) && isOf(write, thing, record);
        return old ? this.#things(station, write).filter(isMade) : [];
      });
      const about = writes.map((write, i) => guests(write, before[i], made[i] ?? []));
      writes.forEach((write, i) => {
        const seen: Seen = {
          write,
          station,
          runStarted: run.started,
          ...this.#reread(run, write, refused),
          before: before[i] as State,
          after: this.#state(station, write),
          created: made[i] ?? [],
          refused,
          mails: about[i] || !about.includes(true) ? mailed : 0,
          mailed: sent,
        };
        if (!isLease(write) && !hasJustComeDue(seen, this.#cast())) run.writes += 1;
        this.violations.push(
          ...judgeWrite(seen, this.#cast(), this.#ledger),
          ...judgeInvitation(seen, this.#cast(), this.#ledger),
          ...judgeStatus(seen, this.#cast(), this.#ledger),
          ...judgeTask(seen),
          ...judgeParent(seen, this.#cast(), this.#ledger),
          ...judgeGuard(seen, run, this.#cast(), this.#ledger),
        );
        this.#remember(seen);
      });
    }
  }

  #read(run: RunState, url: string): void {
    run.reads.push({ url, tick: this.#ledger.tick(), after: run.espoWrites });
  }

  /**
   * When the run last looked at the record before it writes it, not more than a wave of four ago (DESIGN rule 8). One that was refused, and is
   * sent again without the field, is one of its wave.
   */
  #reread(run: RunState, { side, id }: Write, refused: boolean): { lastRead: number; reread: boolean } {
    if (side === 'outlook') return { lastRead: run.started, reread: true };
    if (!refused) run.espoWrites += 1;
    const read = run.reads.findLast(({ url }) => id !== '' && url.includes(id));
    return { lastRead: read?.tick ?? run.started, reread: read !== undefined && run.espoWrites - read.after <= WAVE };
  }

  #things(station: Station, { side, feed }: Write): Thing[] {
    return side === 'outlook' ? [...station.user.box.events] : this.#cast().company.espo.core.rows(feed);
  }

  #state(station: Station, write: Write): State {
    if (write.side === 'outlook') {
      const ref = write.id ? station.user.box.index.get(write.id) : undefined;
      const event = ref?.event;
      const live = event !== undefined && event.deletedAt === undefined;
      const occurrence = ref?.day !== undefined || event?.master !== undefined;
      return {
        thing: event,
        live,
        occurrence,
        texts: event && textsOf(eventFields(event)),
        users: {},
        assigned: [],
        parent: '',
        guests: guestsIn(event),
      };
    }
    const row = this.#cast().company.espo.core.get(write.feed, write.id);
    const users = (row?.['#users'] ?? []) as { id: string; status: string; deleted?: boolean }[];
    return {
      thing: row,
      live: row !== undefined && !row.deleted,
      occurrence: false,
      texts: row && textsOf(recordFields(row, placeOf(row))),
      users: Object.fromEntries(users.filter((u) => !u.deleted).map((u) => [u.id, u.status])),
      assigned: assignedTo(row),
      parent: row?.['parentId'] ? espoRef(String(row['parentType']), String(row['parentId'])) : '',
      guests: [],
    };
  }

  /** What the sync wrote is its own; what it took away must be found in the log at the end. */
  #remember({ write, station, before, after, created, lastRead }: Seen): void {
    const ledger = this.#ledger;
    for (const thing of created) {
      ledger.bySync.add(thing);
      ledger.tagOf(thing);
      if (!isEvent(thing)) for (const { id } of linksOf(thing, 'users')) ledger.usersBySync(thing).add(id);
      const fields = isEvent(thing) ? eventFields(thing) : recordFields(thing, placeOf(thing));
      ledger.syncWrote(thing, textsOf(fields));
    }
    const { thing, texts } = before;
    if (!thing || !texts || !before.live || before.occurrence) return;
    const { losses } = station;
    const fellIn: Tracked[] = [];
    for (const field of TRACKED) {
      const now = after.live ? after.texts?.[field] : '';
      const value = texts[field];
      if (now === value) continue;
      const lost = value !== '' && field !== 'status' && !ledger.isOurs(thing, field, value);
      if (lost && write.side === 'espo' && ledger.lastAct(thing) > lastRead) fellIn.push(field);
      else if (lost)
        ledger.overwritten.push({
          side: write.side,
          field,
          value,
          log: station.log,
          lost: () => station.losses !== losses,
        });
    }
    ledger.gaps += fellIn.length;
    const edited = TRACKED.filter((field) => ledger.lastEdit(thing, field) > lastRead);
    if (edited.length > 0 && edited.every((field) => fellIn.includes(field))) ledger.untouch(thing, lastRead);
    if (after.live && after.texts)
      ledger.syncWrote(
        thing,
        after.texts,
        TRACKED.filter((f) => texts[f] !== after.texts?.[f]),
      );
  }
}

/** Of a batch, and of creates that are under way at once, each makes its own. */
const isOf = ({ body }: Write, thing: Thing, record: string | undefined): boolean =>
  isEvent(thing) ? thing.transactionId === body['transactionId'] : record === undefined || thing.id === record;

/** Which record EspoCRM says that it has made: '' where it has refused, undefined where it does not say. */
async function recordIn(answer: Response): Promise<string | undefined> {
  if (answer.status >= 400 && answer.status < 500) return '';
  const said: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return said instanceof Object && 'id' in said ? String(said.id) : undefined;
}

/** Whether a write is about a meeting with attendees: of a batch only such a member can have mailed. */
function guests({ side, body }: Write, before: State | undefined, created: readonly Thing[]): boolean {
  if (side === 'espo') return false;
  if ('attendees' in body) return true;
  return [before?.thing, ...created].some((thing) => thing && isEvent(thing) && thing.attendees.length > 0);
}
