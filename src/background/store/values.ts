/** What stands in storage.local and storage.session: each value with its shape and default. */
import * as v from 'valibot';
import { REASONS } from '../../shared/codes';
import { type Draft, DraftSchema } from '../../shared/draft';
import { ConnectionSchema } from '../../shared/settings';
import { AskedTogether } from './asked-together';

const AREAS = { local: new AskedTogether('local'), session: new AskedTogether('session') };

/** A stored value, declared once: key, area, shape, default. What does not fit its shape counts as not stored. */
class Stored<T> {
  readonly #key: string;
  readonly #area: 'local' | 'session';
  readonly #schema: v.GenericSchema<unknown, T>;
  readonly #fallback: T;

  constructor(key: string, area: 'local' | 'session', schema: v.GenericSchema<unknown, T>, fallback: T) {
    this.#key = key;
    this.#area = area;
    this.#schema = schema;
    this.#fallback = fallback;
  }

  async get(): Promise<T> {
    const parsed = v.safeParse(this.#schema, await AREAS[this.#area].get(this.#key));
    return parsed.success ? parsed.output : this.#fallback;
  }

  set(value: T): Promise<void> {
    return AREAS[this.#area].set(this.#key, value);
  }

  remove(): Promise<void> {
    return AREAS[this.#area].remove(this.#key);
  }
}

const ErrorShape = v.object({
  code: v.string(),
  detail: v.string(),
  /** What it is about; earlier versions stored none. */
  names: v.optional(v.record(v.string(), v.string()), {}),
});
export type StoredError = v.InferOutput<typeof ErrorShape>;

/** A part that could not be read, in the words of the engine. */
const PartShape = v.object({
  side: v.picklist(['outlook', 'espo']),
  feed: v.string(),
  name: v.string(),
  code: v.string(),
  detail: v.string(),
  since: v.number(),
});
export type StoredPart = v.InferOutput<typeof PartShape>;

const DoneShape = v.object({ created: v.number(), updated: v.number(), removed: v.number(), linked: v.number() });
const NOTHING = { created: 0, updated: 0, removed: 0, linked: 0 };
export const RunShape = v.object({
  /** What the log calls it; earlier versions did not say. */
  id: v.optional(v.string(), ''),
  pair: v.optional(v.string(), ''),
  startedAt: v.optional(v.number(), 0),
  at: v.number(),
  created: v.number(),
  updated: v.number(),
  removed: v.number(),
  linked: v.number(),
  held: v.number(),
  refused: v.number(),
  parts: v.optional(v.array(PartShape), []),
  /** What was undone of it since. */
  undone: v.optional(DoneShape, NOTHING),
  error: v.optional(ErrorShape),
  /** What stopped it was mended since: its error is no news any more. */
  mended: v.optional(v.boolean(), false),
});
export type StoredRun = v.InferOutput<typeof RunShape>;

const count = v.number();
const sides = v.object({ outlook: count, espo: count });
const PreviewShape = v.object({
  at: v.number(),
  creates: sides,
  updates: sides,
  removes: sides,
  linked: count,
  asks: count,
  held: count,
  leftOut: v.array(v.object({ reason: v.picklist(REASONS), count })),
  notifications: count,
  mails: count,
});

const EspoAccount = v.object({
  site: v.string(),
  userName: v.string(),
  userId: v.string(),
  name: v.string(),
  version: v.string(),
  /** Signed in by the EspoCRM that is open in this browser: there is no token, and nothing of that session is kept. */
  session: v.optional(v.boolean(), false),
});
export type EspoAccount = v.InferOutput<typeof EspoAccount>;
const MicrosoftAccount = v.object({
  tenantId: v.string(),
  mailboxId: v.string(),
  name: v.string(),
  address: v.string(),
  canWrite: v.boolean(),
});
export type MicrosoftAccount = v.InferOutput<typeof MicrosoftAccount>;

const { CLIENT_ID, TENANT_ID } = __DEFAULTS__;

export const connection = new Stored('connection', 'local', ConnectionSchema, {
  clientId: CLIENT_ID,
  tenantId: TENANT_ID,
  espoAddress: '',
  espoUser: '',
  stayConnected: true,
});
/** The organization's policies as the browser last had them, in its own words. */
export const lastPolicy = new Stored('lastPolicy', 'local', v.optional(v.record(v.string(), v.unknown())), undefined);
/** The account's name for the silent flow: no secret. */
export const microsoftHint = new Stored('microsoftHint', 'local', v.string(), '');
/** What conditional access asked for, until a sign-in has satisfied it. */
export const microsoftClaims = new Stored('microsoftClaims', 'session', v.string(), '');
/** A Microsoft token that still lasts: while it does, nothing of MSAL is needed (auth/kept-token.ts). In memory only (rule 10). */
export const microsoftToken = new Stored(
  'microsoftToken',
  'session',
  v.optional(v.object({ place: v.string(), token: v.string(), until: v.number() })),
  undefined,
);
export const microsoftAccount = new Stored('microsoftAccount', 'local', v.optional(MicrosoftAccount), undefined);
export const espoAccount = new Stored('espoAccount', 'local', v.optional(EspoAccount), undefined);
export const activePair = new Stored('activePair', 'local', v.string(), '');
export const lastRun = new Stored('lastRun', 'local', v.optional(RunShape), undefined);
/** The last runs that did something or failed, and the last of each row of idle ones; the newest first. */
export const runs = new Stored('runs', 'local', v.array(RunShape), []);
/** The user lets nothing run by itself until then; 0: until they resume. */
export const pause = new Stored(
  'pause',
  'local',
  v.optional(v.object({ pair: v.string(), until: v.number() })),
  undefined,
);
/** What notifications have said already, and where the last one leads. */
export const notified = new Stored('notified', 'local', v.object({ said: v.array(v.string()), hash: v.string() }), {
  said: [],
  hash: '',
});
/** This installation, for the lease: made once. */
export const browserId = new Stored('browserId', 'local', v.string(), '');
/** What the user has chosen, beside the database: should the browser throw that away, the sync goes on as it was. */
export const keptPair = new Stored(
  'keptPair',
  'local',
  v.optional(
    v.object({
      id: v.string(),
      createdAt: v.number(),
      settingsVersion: v.number(),
      settings: v.record(v.string(), v.unknown()),
      started: v.boolean(),
    }),
  ),
  undefined,
);
/** Failures in a row: the back-off of the alarm. */
export const failures = new Stored('failures', 'local', v.number(), 0);
/** Until when a server asked to be left alone; 0 for none. */
export const waitUntil = new Stored('waitUntil', 'local', v.number(), 0);
export const outlookError = new Stored('outlookError', 'local', v.optional(ErrorShape), undefined);
export const espoError = new Stored('espoError', 'local', v.optional(ErrorShape), undefined);
/** Sides whose sign-in is over, until one succeeds: a failed attempt must not hide that. */
export const signInNeeded = new Stored('signInNeeded', 'local', v.object({ outlook: v.boolean(), espo: v.boolean() }), {
  outlook: false,
  espo: false,
});
export async function noteSignIn(side: 'outlook' | 'espo', needed: boolean): Promise<void> {
  const before = await signInNeeded.get();
  if (before[side] !== needed) await signInNeeded.set({ ...before, [side]: needed });
}

/** What was typed to connect and not yet used: a popup closes without a word. Never a password. */
export const draft = new Stored('draft', 'session', DraftSchema, {});
export async function keepDraft(part: Draft): Promise<void> {
  await draft.set({ ...(await draft.get()), ...part });
}
/** It was used. */
export async function forgetDraft(side: 'outlook' | 'espo'): Promise<void> {
  const { clientId, tenantId, ...espo } = await draft.get();
  const outlook = { ...(clientId === undefined ? {} : { clientId }), ...(tenantId === undefined ? {} : { tenantId }) };
  await draft.set(side === 'outlook' ? espo : outlook);
}

/** The EspoCRM token while the browser runs; on disk it is only sealed (auth/vault.ts). */
export const espoToken = new Stored('espoToken', 'session', v.string(), '');
/** What Start would do, for the settings and the state that it was found out for. */
export const preview = new Stored(
  'preview',
  'session',
  v.optional(v.object({ key: v.string(), preview: PreviewShape })),
  undefined,
);
/** Outlook tabs that asked for badges: they are told when links change. */
export const badgeTabs = new Stored('badgeTabs', 'session', v.array(v.number()), []);
const Left = v.optional(v.object({ left: v.number(), at: v.number() }));
/** What is left of the ration of short looks, by the side that is asked first (app/runs/ration.ts). */
export const glancesLeft = new Stored('glancesLeft', 'session', v.object({ outlook: Left, espo: Left }), {});
const PageHealthShape = v.object({
  tiles: count,
  known: count,
  blind: count,
  disagreed: count,
  by: v.object({ id: count, address: count, pressed: count, known: count }),
  since: count,
  /** Not there in what an earlier version has kept. */
  until: v.optional(count, 0),
  unknown: count,
});
export type PageHealth = v.InferOutput<typeof PageHealthShape>;
/** How well Outlook's page is recognised, since this was installed: numbers, for the diagnostics. */
export const pageHealth = new Stored('pageHealth', 'local', PageHealthShape, {
  tiles: 0,
  known: 0,
  blind: 0,
  disagreed: 0,
  by: { id: 0, address: 0, pressed: 0, known: 0 },
  since: 0,
  until: 0,
  unknown: 0,
});
export const lastSeenOutlook = new Stored('lastSeenOutlook', 'session', v.number(), 0);
