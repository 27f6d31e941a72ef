import { hex, type World } from '../http.ts';
import { factsOf } from './defaults.ts';
import { type Quirks, facts as quirkFacts } from './quirks.ts';
import { Schema } from './schema.ts';
import type { Facts, Row, Token } from './types.ts';
import { type EspoVersion, type Traits, traits } from './versions.ts';

/** What an admin, a clock or a failing disk decides. Change freely, also while requests run. */
export interface EspoSettings {
  timeZone: string;
  maintenanceMode: boolean;
  authTokenPreventConcurrent: boolean;
  /** Hours; 0 = tokens never die of idleness. */
  authTokenMaxIdleTime: number;
  /**
   * The control job kills idle tokens only when it runs (every 6 minutes on a server with cron). `always` looks at every
   * request, `cron` when `control.runCron()` is called.
   */
  idleCheck: 'always' | 'cron';
  recordListMaxSizeLimit: number;
  auth2FA: boolean;
  /** Single sign-on by OpenID Connect is the way to sign in; passwords then only where both of these allow it (espo.md 1). */
  oidc: boolean;
  oidcFallback: boolean;
  oidcAllowRegularUserFallback: boolean;
  /** Added to the world's clock for the Date header and every stored time. */
  clockSkewMs: number;
  /** The assigned user is not added to the users (10.0's assignedUserIsAttendeeDisabled, an older config key before). */
  assignedUserIsAttendeeDisabled: boolean;
  siteUrl: string;
  applicationName: string;
  customPrefixDisabled: boolean;
  /** Answers when SMTP is not set up. */
  cacheTimestamp: number;
  appTimestamp: number;
}

const defaults = (siteUrl: string, seconds: number): EspoSettings => ({
  timeZone: 'UTC',
  maintenanceMode: false,
  authTokenPreventConcurrent: false,
  authTokenMaxIdleTime: 48,
  idleCheck: 'cron',
  recordListMaxSizeLimit: 200,
  auth2FA: false,
  oidc: false,
  oidcFallback: true,
  oidcAllowRegularUserFallback: false,
  clockSkewMs: 0,
  assignedUserIsAttendeeDisabled: false,
  siteUrl,
  applicationName: 'EspoCRM',
  customPrefixDisabled: false,
  cacheTimestamp: seconds,
  appTimestamp: seconds,
});

export interface CoreOptions {
  world: World;
  version?: EspoVersion;
  siteUrl?: string;
}

/** The whole state of one server, and the few things every part of it needs. */
export class Core {
  readonly world: World;
  readonly version: EspoVersion;
  readonly traits: Traits;
  readonly facts: Facts;
  readonly quirks: Quirks = { ...quirkFacts };
  readonly settings: EspoSettings;
  schema: Schema;
  tokens: Token[] = [];
  /** Times of failed logins, per address: there is one address. */
  failures: number[] = [];
  /** Two-factor codes that are sent do not leave. */
  codesStay = false;
  /** Scripts of the admin, by scope and name (18-formula). */
  scripts = new Map<string, string>();
  massActions = new Set<string>();
  /** Rights by user, for the length of one request: roles change between requests. */
  readonly rights = new Map<string, unknown>();
  /** Switches that an admin has touched: only those show in the settings. */
  switched: Record<string, unknown> = {};
  private tables = new Map<string, Map<string, Row>>();
  /** What was made of a table to look things up in it, until the next write. */
  private readonly indexes = new Map<string, Map<string, unknown>>();
  private lastMicros = 0;

  constructor(options: CoreOptions) {
    this.world = options.world;
    this.version = options.version ?? '9.2.7';
    this.traits = traits[this.version];
    this.facts = factsOf(this.version);
    this.settings = defaults(options.siteUrl ?? 'https://crm.example.test', Math.floor(options.world.now() / 1000));
    this.schema = bareSchema(this.version);
  }

  clear(): void {
    this.tables.clear();
    this.indexes.clear();
    this.lastMicros = 0;
    this.rights.clear();
    this.tokens = [];
    this.failures = [];
    this.scripts.clear();
    this.massActions.clear();
    this.switched = {};
    this.schema = bareSchema(this.version);
    const { siteUrl } = this.settings;
    Object.assign(this.settings, defaults(siteUrl, Math.floor(this.world.now() / 1000)));
    Object.assign(this.quirks, quirkFacts);
  }

  /** The server's clock: whole seconds are all it shows. */
  now(): number {
    return this.world.now() + this.settings.clockSkewMs;
  }

  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  stamp(): string {
    return stampOf(this.now());
  }

  /** 17 hex digits that grow with time, like uniqid() with four random ones behind. */
  newId(): string {
    const micros = Math.max(Math.floor(this.now() * 1000), this.lastMicros + 1);
    this.lastMicros = micros;
    const seconds = Math.floor(micros / 1_000_000);
    const rest = micros % 1_000_000;
    return seconds.toString(16).padStart(8, '0') + rest.toString(16).padStart(5, '0') + hex(this.world, 4);
  }

  uuid(): string {
    const h = hex(this.world, 32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20)}`;
  }

  table(entity: string): Map<string, Row> {
    let table = this.tables.get(entity);
    if (!table) {
      table = new Map();
      this.tables.set(entity, table);
    }
    return table;
  }

  /** Also deleted ones. */
  get(entity: string, id: unknown): Row | undefined {
    return typeof id === 'string' ? this.table(entity).get(id) : undefined;
  }

  live(entity: string, id: unknown): Row | undefined {
    const row = this.get(entity, id);
    return row && !row.deleted ? row : undefined;
  }

  rows(entity: string): Row[] {
    return [...this.table(entity).values()];
  }

  put(entity: string, row: Row): Row {
    this.written(entity);
    this.table(entity).set(row.id, row);
    return row;
  }

  /** A row of that table is not as it was. */
  written(entity: string): void {
    this.indexes.delete(entity);
  }

  indexed<T>(entity: string, name: string, make: () => T): T {
    const known = this.indexes.get(entity) ?? new Map<string, unknown>();
    this.indexes.set(entity, known);
    if (!known.has(name)) known.set(name, make());
    return known.get(name) as T;
  }

  userByName(name: string): Row | undefined {
    const lower = name.toLowerCase();
    return this.rows('User').find((user) => !user.deleted && String(user['userName']).toLowerCase() === lower);
  }
}

const bare = new Map<EspoVersion, Schema>();

/** As a version brings it along. */
function bareSchema(version: EspoVersion): Schema {
  const known = bare.get(version) ?? new Schema(factsOf(version));
  bare.set(version, known);
  return new Schema(known);
}

let lastSecond = Number.NaN;
let lastStamp = '';

/** Much happens in one second. */
export function stampOf(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond)
    [lastSecond, lastStamp] = [second, new Date(ms).toISOString().slice(0, 19).replace('T', ' ')];
  return lastStamp;
}
