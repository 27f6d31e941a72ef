import { SyncError } from '../../shared/codes';
import { type Handlers, pairOrFail } from './handler';
import { disconnectPreview, forgetPreview } from './pages/farewell';
import { checkSetup } from './pages/setup';
import { settingsPreview } from './previews/settings-preview';

/** The check of the set-up, and what goes out of the browser or is forgotten. */
export const dataHandlers: Pick<
  Handlers,
  | 'settings.preview'
  | 'settings.export'
  | 'settings.import'
  | 'setup.check'
  | 'setup.trial'
  | 'diagnostics.report'
  | 'disconnect.preview'
  | 'forget.preview'
  | 'forget.everything'
> = {
  'setup.check': async () => {
    const { pair, store } = await pairOrFail();
    return { lines: await checkSetup(pair, store), findings: [] };
  },
  'disconnect.preview': async ({ side }) => disconnectPreview(await pairOrFail(), side),
  'forget.preview': forgetPreview,
  'settings.preview': async ({ settings }) => {
    const { db, pair } = await pairOrFail();
    return settingsPreview(db, pair, settings);
  },
  'settings.export': notYet,
  'settings.import': notYet,
  'setup.trial': notYet,
  'diagnostics.report': notYet,
  'forget.everything': notYet,
};

async function notYet(): Promise<never> {
  throw new SyncError('message.refused', 'not yet');
}
