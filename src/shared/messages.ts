/** Messages between pages, the content script and the worker: names, schemas, answers. */
import * as v from 'valibot';
import {
  ActSchema,
  type Badge,
  type CardMore,
  type CardView,
  DaysSchema,
  type FoundRecord,
  HealthSchema,
  ItemId,
  type KnownTile,
} from './card';
import type { SetupAnswer } from './check';
import { DraftSchema } from './draft';
import { FIELD_WORDS } from './fields';
import type { Page, PlanLine, SearchAnswer, WhyList } from './items';
import { NEEDS_ACTIONS, type NeedsDone, type NeedsList } from './needs';
import {
  type DisconnectPreview,
  type ForgetPreview,
  PREVIEW_LINES,
  type Preview,
  type SettingsPreview,
  type UndoPreview,
} from './previews';
import { SettingsSchema } from './settings';
import type { SettingsFile } from './settings-file';
import type { ActivityRow, AppState, RunSummary, UndoAnswer } from './state';

/** Who may send a message: an extension page (popup, full page), or the content script in an Outlook tab. */
export type Sender = 'page' | 'content';

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
const nothing = v.object({});
const limit = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000));
/** Of a page of a list: what the page before it called `next`, '' for the first one. */
const after = text(2000);
const ids = v.pipe(v.array(text(2000)), v.minLength(1), v.maxLength(2000));
const side = v.picklist(['outlook', 'espo']);
const undoable = v.object({ what: v.picklist(['change', 'record', 'run']), id: text(2000) });

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
      /** By the EspoCRM that is open in this browser: user name, password and code are not looked at. */
      session: v.optional(v.boolean(), false),
    }),
  },
  'espo.disconnect': { from: 'page', request: nothing },
  'draft.keep': { from: 'page', request: v.object({ draft: DraftSchema }) },
  'settings.save': { from: 'page', request: v.object({ settings: SettingsSchema }) },
  /** What the sync would do with these settings. */
  'settings.preview': { from: 'page', request: v.object({ settings: SettingsSchema }) },
  'settings.export': { from: 'page', request: nothing },
  /** Reads a file of `settings.export`; nothing is saved by it. */
  'settings.import': { from: 'page', request: v.object({ text: text(1_000_000) }) },
  'sync.start': { from: 'page', request: nothing },
  'sync.pause': { from: 'page', request: v.object({ until: v.picklist(['hour', 'tomorrow', 'resumed']) }) },
  'sync.resume': { from: 'page', request: nothing },
  'sync.now': { from: 'page', request: nothing },
  'preview.get': { from: 'page', request: nothing },
  /** The items of one line of the last preview: of Start, or of the settings last asked about. */
  'preview.list': {
    from: 'page',
    request: v.object({
      of: v.picklist(['start', 'settings']),
      line: v.picklist(PREVIEW_LINES),
      text: text(200),
      limit,
      after,
    }),
  },
  'needs.list': { from: 'page', request: v.object({ limit }) },
  /** What a held bulk holds, one by one. */
  'needs.rows': { from: 'page', request: v.object({ id: text(2000), text: text(200), limit, after }) },
  'needs.act': {
    from: 'page',
    request: v.object({
      ids,
      action: v.picklist(NEEDS_ACTIONS),
      choice: text(2000),
      /** For `fields`: the side whose value is taken. */
      fields: v.optional(v.record(v.picklist(FIELD_WORDS), side), {}),
      /** Of a held bulk: only these rows; empty for all that were shown. */
      rows: v.optional(v.pipe(v.array(text(2000)), v.maxLength(2000)), []),
      /** From now on by itself, too: the setting of `NeedsChoice.always`. */
      always: v.optional(v.boolean(), false),
    }),
  },
  'why.list': {
    from: 'page',
    // Without a group: the first lines of each.
    request: v.object({ group: text(200), limit, after }),
  },
  'item.search': { from: 'page', request: v.object({ text: text(2000), limit, after }) },
  /** The address of an event that is only known by the id that Graph calls it by. */
  'item.open': { from: 'page', request: v.object({ id: text(2000) }) },
  'item.again': { from: 'page', request: v.object({ ids }) },
  'activity.list': {
    from: 'page',
    request: v.object({
      limit,
      after,
      filter: v.object({
        /** In titles and values: people, too. */
        text: text(200),
        /** A part of the name or the address of somebody who takes part. */
        person: text(200),
        side: v.union([side, v.literal('')]),
        op: v.picklist(['', 'create', 'update', 'remove', 'link', 'unlink', 'lose']),
        run: text(100),
      }),
    }),
  },
  'runs.list': { from: 'page', request: v.object({ limit }) },
  'undo.preview': { from: 'page', request: undoable },
  'activity.undo': { from: 'page', request: undoable },
  'disconnect.preview': { from: 'page', request: v.object({ side }) },
  'forget.preview': { from: 'page', request: nothing },
  'forget.everything': { from: 'page', request: nothing },
  'setup.check': { from: 'page', request: nothing },
  /** Writes in the user's own calendar, and takes it away again: only on its own button. */
  'setup.trial': { from: 'page', request: nothing },
  'diagnostics.report': { from: 'page', request: nothing },
  'badges.lookup': { from: 'content', request: v.object({ ids: v.pipe(v.array(text(2000)), v.maxLength(2000)) }) },
  /** The rest only of what the same page has looked up. */
  'card.get': { from: 'content', request: v.object({ id: ItemId }) },
  /** `near`: what else is on the page, so that EspoCRM is asked once for all of it. */
  'card.more': { from: 'content', request: v.object({ id: ItemId, near: v.pipe(v.array(ItemId), v.maxLength(200)) }) },
  /** `parent`: an entity type; '' for a record to be linked. */
  'card.search': { from: 'content', request: v.object({ id: ItemId, parent: text(100), words: text(255) }) },
  'card.act': { from: 'content', request: v.object({ id: ItemId, act: ActSchema }) },
  'outlook.known': { from: 'content', request: DaysSchema },
  /** Tiles that came, went, moved or say something else. */
  'outlook.changed': { from: 'content', request: v.object({ ids: v.pipe(v.array(ItemId), v.maxLength(100)) }) },
  'outlook.health': { from: 'content', request: HealthSchema },
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
  'settings.preview': SettingsPreview;
  'settings.export': { name: string; text: string };
  'settings.import': SettingsFile;
  'sync.start': AppState;
  'sync.pause': AppState;
  'sync.resume': AppState;
  'sync.now': AppState;
  'preview.get': Preview;
  'preview.list': Page<PlanLine>;
  'needs.list': NeedsList;
  'needs.rows': Page<PlanLine>;
  'needs.act': NeedsDone;
  'why.list': WhyList;
  'item.search': SearchAnswer;
  /** How many are taken up again, and the ids of those that are not any more what they were. */
  'item.again': { taken: number; refused: string[] };
  'item.open': { url: string };
  'activity.list': Page<ActivityRow>;
  'runs.list': RunSummary[];
  'undo.preview': UndoPreview;
  'activity.undo': UndoAnswer;
  'disconnect.preview': DisconnectPreview;
  'forget.preview': ForgetPreview;
  'forget.everything': AppState;
  'setup.check': SetupAnswer;
  'setup.trial': SetupAnswer;
  'diagnostics.report': { name: string; text: string };
  /** `privateToo`: the user wants private events synced, so that they are looked up, too. */
  'badges.lookup': { badges: Record<string, Badge>; privateToo: boolean };
  'card.get': CardView;
  'card.more': CardMore;
  'card.search': FoundRecord[];
  'card.act': CardView;
  'outlook.known': KnownTile[];
  'outlook.changed': Record<string, never>;
  'outlook.health': Record<string, never>;
  'outlook.seen': Record<string, never>;
}
