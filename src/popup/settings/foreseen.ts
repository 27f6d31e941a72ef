/** What the settings would do as they are typed: asked of the worker, and said beside Save. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SettingsPreview } from '../../shared/previews';
import { say } from '../../shared/say';
import type { Settings } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { send } from '../model/client';
import type { Line } from '../preview/preview-box';
import { draft, unsaved } from './draft';

/** Above so many items the preview is shown before the settings are saved. */
export const MANY = 20;
/** Nobody is asked about letters that are still being typed. Milliseconds. */
const QUIET = 800;

/** What the unsaved settings would do, as far as it is known. */
export const effect = signal<{ of: Settings; preview: SettingsPreview | undefined } | undefined>(undefined);

/** Before anything was synced there is nothing that settings could change. */
const isAsked = (app: AppState): boolean => unsaved.peek() && (app.sync.linked > 0 || app.pair?.started === true);

export async function foreseen(app: AppState): Promise<SettingsPreview | undefined> {
  const settings = draft.peek();
  if (!settings || !isAsked(app)) return undefined;
  const known = effect.peek();
  if (known?.preview && JSON.stringify(known.of) === JSON.stringify(settings)) return known.preview;
  const preview = await send('settings.preview', { settings });
  effect.value = { of: settings, preview };
  return preview;
}

/** Asks when nobody has changed anything for a moment. */
export function useForeseen(app: AppState): void {
  const settings = draft.value;
  useEffect(() => {
    if (!unsaved.peek()) effect.value = undefined;
    const timer = setTimeout(() => {
      foreseen(app).catch(() => {
        // A side that does not answer now: it is said when it is saved.
        effect.value = undefined;
      });
    }, QUIET);
    return () => clearTimeout(timer);
  }, [JSON.stringify(settings), unsaved.value]);
}

/** What would happen, each line with its items. */
export function settingsLines(preview: SettingsPreview): Line[] {
  const { stops, starts, asks, creates, updates, removes, mails } = preview;
  const lines: Line[] = [
    { line: 'stops', text: say('set_stops', { count: stops }), count: stops },
    { line: 'starts', text: say('set_starts', { count: starts }), count: starts },
    { line: 'createEspo', text: say('preview_createEspo', { count: creates.espo }), count: creates.espo },
    { line: 'createOutlook', text: say('preview_createOutlook', { count: creates.outlook }), count: creates.outlook },
    { line: 'updateEspo', text: say('set_updateEspo', { count: updates.espo }), count: updates.espo },
    { line: 'updateOutlook', text: say('set_updateOutlook', { count: updates.outlook }), count: updates.outlook },
    { line: 'removeEspo', text: say('preview_removeEspo', { count: removes.espo }), count: removes.espo },
    { line: 'removeOutlook', text: say('preview_removeOutlook', { count: removes.outlook }), count: removes.outlook },
    { line: 'asks', text: say('preview_asks', { count: asks, held: 0 }), count: asks },
    { line: '', text: say('preview_mails', { count: mails }), count: mails },
  ];
  return lines.filter(({ count }) => count > 0);
}
