import type { Core } from './core.ts';
import { EspoError } from './errors.ts';

const STATUS: Record<string, number> = { throwBadRequest: 400, throwForbidden: 403, throwConflict: 409 };

/**
 * The few formula scripts of an admin that refuse a save (18-formula, 19-formula-exception): enough to meet every shape of
 * refusal, not an interpreter.
 */
export function runScripts(core: Core, entity: string, when: 'before' | 'custom'): void {
  const script = core.scripts.get(`${entity}.${when === 'before' ? 'beforeSaveApiScript' : 'beforeSaveCustomScript'}`);
  if (!script) return;
  const custom = when === 'custom';
  const known = /^recordService\\(throw\w+)\('([^']*)'\)/.exec(script);
  const [, name = '', text = ''] = known ?? [];
  if (!custom && name in STATUS) {
    throw new EspoError(STATUS[name] ?? 500, text, core.traits.scriptMessage ? { message: text } : '');
  }
  if (!custom && name === 'throwDuplicateConflict') {
    throw new EspoError(409, 'duplicate', [duplicateStub(core, entity, text)]);
  }
  if (custom && script.startsWith('exception\\throwInvalid') && core.version === '10.0.0') throw new EspoError(409);
  if (custom && core.traits.ignoresBrokenFormula) return;
  throw new EspoError(500);
}

/** The id of the other record is taken for its name (18-formula line 11). */
const duplicateStub = (core: Core, entity: string, text: string) => ({
  ...{ name: text, deleted: false, status: 'Planned', isAllDay: false, duration: 3600 },
  ...(core.schema.hasField(entity, 'joinUrl') ? { joinUrl: null } : {}),
  ...(core.version === '7.5.6' ? {} : { isFollowed: false }),
});
