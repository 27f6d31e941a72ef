import { connectionNow, managed } from '../../store/managed';
import { disconnectPreview, forgetPreview } from '../data/farewell';
import { forgetEverything } from '../data/forget';
import { diagnostics } from '../data/report-facts';
import { readSettings, settingsText } from '../data/settings-file';
import { keptFindings } from '../kept/findings';
import { checkSetup } from '../pages/setup';
import { trySetup } from '../pages/setup-trial';
import { settingsPreview } from '../previews/settings-preview';
import { changed, type Handlers, pairOrFail, viewOrFail } from './handler';

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
    return { lines: await checkSetup(pair, store), findings: await keptFindings(store) };
  },
  'setup.trial': async () => {
    const { pair, store } = await pairOrFail();
    const findings = await trySetup(pair, store);
    return { lines: await checkSetup(pair, store), findings };
  },
  'disconnect.preview': async ({ side }) => disconnectPreview(await pairOrFail(), side),
  'forget.preview': forgetPreview,
  'settings.preview': async ({ settings }) => {
    const { db, pair } = await pairOrFail();
    return settingsPreview(db, pair, settings);
  },
  'settings.export': async () => {
    const { pair, around } = await viewOrFail(managed);
    // Like the settings: what counts in this browser, so that another one that takes them does the same.
    const { clientId, tenantId, espoAddress } = await connectionNow();
    const text = settingsText(pair.settings, around, { clientId, tenantId, espoAddress });
    return { name: `outlook-calendar-settings-${today()}.json`, text };
  },
  'settings.import': async ({ text }) => {
    const { pair, around } = await viewOrFail(managed);
    return readSettings(text, pair.settings, around);
  },
  'diagnostics.report': diagnostics,
  'forget.everything': async () => {
    await forgetEverything();
    return changed();
  },
};

const today = (): string => new Date().toISOString().slice(0, 10);
