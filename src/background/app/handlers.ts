/**
 * Which part of the worker answers which message. What shows what is stored is there at once: somebody looks on. What acts is read when
 * the first message of its kind comes, because a wake waits for all that it reads (worker.build.ts).
 */
import type { MessageName } from '../../shared/messages';
import type { Handlers } from './handlers/handler';
import { listHandlers } from './handlers/lists';
import { markHandlers } from './handlers/marks';
import { pageHandlers } from './handlers/pages';

const pages = async () => pageHandlers;
const marks = async () => markHandlers;
const lists = async () => listHandlers;
const card = async () => (await import('./handlers/card')).cardHandlers;
const deeds = async () => (await import('./handlers/deeds')).deedHandlers;
const runs = async () => (await import('./handlers/runs')).runHandlers;
const accounts = async () => (await import('./handlers/accounts')).accountHandlers;
const data = async () => (await import('./handlers/data')).dataHandlers;

const PARTS: { [N in MessageName]: () => Promise<Pick<Handlers, N>> } = {
  'state.get': pages,
  'draft.keep': pages,
  'badges.lookup': marks,
  'outlook.known': marks,
  'outlook.health': marks,
  'card.get': card,
  'card.more': card,
  'card.search': card,
  'card.act': card,
  'outlook.changed': card,
  'preview.list': lists,
  'needs.list': lists,
  'needs.rows': lists,
  'why.list': lists,
  'item.search': lists,
  'item.open': deeds,
  'activity.list': lists,
  'runs.list': lists,
  'preview.get': deeds,
  'needs.act': deeds,
  'item.again': deeds,
  'undo.preview': deeds,
  'activity.undo': deeds,
  'settings.save': runs,
  'sync.start': runs,
  'sync.pause': runs,
  'sync.resume': runs,
  'sync.now': runs,
  'outlook.seen': runs,
  'outlook.connect': accounts,
  'outlook.cancel': accounts,
  'outlook.disconnect': accounts,
  'espo.connect': accounts,
  'espo.disconnect': accounts,
  'settings.preview': data,
  'settings.export': data,
  'settings.import': data,
  'setup.check': data,
  'setup.trial': data,
  'diagnostics.report': data,
  'disconnect.preview': data,
  'forget.preview': data,
  'forget.everything': data,
};

export const handlerOf = async <N extends MessageName>(name: N): Promise<Handlers[N]> => (await PARTS[name]())[name];
