/** What tests, the simulation and scripts do to the tenant as a whole: people, limits, faults, clock, log. */
import { type Broken, breakCalendar, breakCalendarList, breakFilter, type Spoilt } from './broken.ts';
import type { DeltaStore } from './delta.ts';
import { Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import { MailboxControl } from './mailbox-control.ts';
import type { Mail } from './model.ts';
import type { MailboxOptions, Tenant } from './tenant.ts';

export interface LogEntry {
  time: number;
  oid: string;
  method: string;
  path: string;
  status: number;
  /** Of a batch. */
  members?: { method: string; path: string; status: number }[];
}

export class GraphControl {
  readonly tenant: Tenant;
  readonly deltas: DeltaStore;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly log: LogEntry[] = [];
  /** Mistakes of the stand-in itself: a test that sees any here has found a bug of ours, not of the client. */
  readonly mistakes: unknown[] = [];
  /** Events of which answers say something that cannot be understood, by either id. */
  readonly spoilt: Spoilt = new Map();
  /** How long each request takes; while it takes, it counts as running. */
  latencyMs = 20;

  constructor(tenant: Tenant, deltas: DeltaStore, limits: Limits) {
    this.tenant = tenant;
    this.deltas = deltas;
    this.limits = limits;
    this.faults = new Faults(tenant.world);
  }

  get mails(): Mail[] {
    return this.tenant.mails;
  }
  get quirks() {
    return this.tenant.quirks;
  }
  get variants() {
    return this.tenant.variants;
  }
  get enforceConcurrency(): boolean {
    return this.limits.enforceConcurrency;
  }
  set enforceConcurrency(on: boolean) {
    this.limits.enforceConcurrency = on;
  }
  get enforceQuota(): boolean {
    return this.limits.enforceQuota;
  }
  set enforceQuota(on: boolean) {
    this.limits.enforceQuota = on;
  }
  get clockSkewMs(): number {
    return this.tenant.clockSkewMs;
  }
  set clockSkewMs(ms: number) {
    this.tenant.clockSkewMs = ms;
  }

  addMailbox(options: MailboxOptions): MailboxControl {
    this.tenant.addMailbox(options);
    return this.mailbox(options.oid);
  }

  addList(address: string, members: readonly string[]): void {
    this.tenant.lists.set(address.toLowerCase(), members);
  }

  mailbox(oid: string): MailboxControl {
    const box = this.tenant.mailboxes.get(oid);
    if (!box) throw new Error(`no mailbox ${oid}`);
    return new MailboxControl(this.tenant, this.deltas, box);
  }

  expireDeltaTokens(): void {
    this.deltas.expire();
  }

  /** One calendar answers so, to everything or to paths with `part`; see broken.ts. Answers what lifts it again. */
  breakCalendar(id: string, broken: Broken, part = ''): () => void {
    return breakCalendar(this.faults, id, broken, part);
  }

  breakFilter(id: string, broken: Broken): () => void {
    return breakFilter(this.faults, id, broken);
  }

  breakCalendarList(broken: Broken): () => void {
    return breakCalendarList(this.faults, broken);
  }
}

export { type Dump, MailboxControl } from './mailbox-control.ts';
