import * as v from 'valibot';
import type { Reason } from './codes';
import { DraftSchema } from './draft';
import { SettingsSchema } from './settings';
import type {
  ActivityRow,
  AppState,
  Badge,
  CheckLine,
  ErrorView,
  LeftOut,
  NeedsItem,
  Preview,
  UndoAnswer,
} from './state';
import { NEEDS_ACTIONS } from './state';

/** Who may send a message: an extension page (popup, full page), or the content script in an Outlook tab. */
export type Sender = 'page' | 'content';

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
const nothing = v.object({});

/** One map: name -> what is asked, and who may ask. What is answered stands in `Answers`. */
export const MESSAGES = {
  'state.get': { from: 'page', request: nothing },
  'outlook.connect': { from: 'page', request: v.object({ clientId: text(100), tenantId: text(253) }) },
  /** Gives up the sign-in that is under way; Microsoft's window may stay open. */
  'outlook.cancel': { from: 'page', request: nothing },
  'outlook.disconnect': { from: 'page', request: nothing },
  'espo.connect': {
    from: 'page',
    request: v.object({
      address: text(2000),
      username: text(255),
      password: text(1000),
      code: text(20),
      stayConnected: v.boolean(),
    }),
  },
  'espo.disconnect': { from: 'page', request: nothing },
  'draft.keep': { from: 'page', request: v.object({ draft: DraftSchema }) },
  'settings.save': { from: 'page', request: v.object({ settings: SettingsSchema }) },
  'sync.start': { from: 'page', request: nothing },
  'sync.pause': { from: 'page', request: nothing },
  'sync.now': { from: 'page', request: nothing },
  'preview.get': { from: 'page', request: nothing },
  'needs.list': { from: 'page', request: nothing },
  'needs.act': {
    from: 'page',
    request: v.object({
      id: text(2000),
      action: v.picklist(NEEDS_ACTIONS),
      choice: text(2000),
    }),
  },
  'leftOut.list': { from: 'page', request: v.object({ limit: v.pipe(v.number(), v.integer(), v.maxValue(1000)) }) },
  'activity.list': {
    from: 'page',
    request: v.object({ limit: v.pipe(v.number(), v.integer(), v.maxValue(1000)), before: v.number() }),
  },
  'activity.undo': {
    from: 'page',
    request: v.object({ what: v.picklist(['change', 'record', 'run']), id: text(2000) }),
  },
  'setup.check': { from: 'page', request: nothing },
  'badges.lookup': { from: 'content', request: v.object({ ids: v.pipe(v.array(text(2000)), v.maxLength(2000)) }) },
  'outlook.seen': { from: 'content', request: nothing },
} as const satisfies Record<string, { from: Sender; request: v.GenericSchema }>;

export type MessageName = keyof typeof MESSAGES;
export type Request<N extends MessageName> = v.InferOutput<(typeof MESSAGES)[N]['request']>;

export interface Answers {
  'state.get': AppState;
  'outlook.connect': AppState;
  'outlook.cancel': AppState;
  'outlook.disconnect': AppState;
  'espo.connect': AppState;
  'espo.disconnect': AppState;
  'draft.keep': Record<string, never>;
  'settings.save': AppState;
  'sync.start': AppState;
  'sync.pause': AppState;
  'sync.now': AppState;
  'preview.get': Preview;
  'needs.list': NeedsItem[];
  'needs.act': AppState;
  'leftOut.list': { rows: LeftOut[]; counts: Partial<Record<Reason, number>> };
  'activity.list': ActivityRow[];
  'activity.undo': UndoAnswer;
  'setup.check': CheckLine[];
  'badges.lookup': Record<string, Badge>;
  'outlook.seen': Record<string, never>;
}

/** What crosses the boundary: anything without the mark is not ours and is ignored. */
export const MARK = 'espocrm-outlook-calendar';
export interface Envelope {
  mark: typeof MARK;
  name: MessageName;
  request: unknown;
}
export type Reply = { ok: true; answer: unknown } | { ok: false; error: ErrorView };

/** Told by the worker to pages (something changed: ask again) and to Outlook tabs (links changed: look up again). */
export interface Notice {
  mark: typeof MARK;
  notice: 'state' | 'links';
}

export const isNotice = (value: unknown): value is Notice =>
  typeof value === 'object' && value !== null && (value as Partial<Notice>).mark === MARK && 'notice' in value;
