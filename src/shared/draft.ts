/** What was typed in the set-up and survives the closing of a page; no password. */
import * as v from 'valibot';
import { SETTINGS, type SettingKey, type Settings } from './settings';

const text = (length: number) => v.exactOptional(v.pipe(v.string(), v.maxLength(length)));

const Some = v.object(
  Object.fromEntries((Object.keys(SETTINGS) as SettingKey[]).map((key) => [key, v.optional(SETTINGS[key].schema)])),
) as unknown as v.GenericSchema<unknown, Partial<Settings>>;

/** Settings that were changed and not saved, and whose they are. */
const EditsSchema = v.object({ pair: v.pipe(v.string(), v.maxLength(3000)), changes: Some });
export type Edits = v.InferOutput<typeof EditsSchema>;

/** What is typed in the two forms that connect, and chosen after them: never a password, never a code. */
export const DraftSchema = v.object({
  clientId: text(100),
  tenantId: text(253),
  espoAddress: text(2000),
  espoUser: text(255),
  stayConnected: v.exactOptional(v.boolean()),
  settings: v.exactOptional(EditsSchema),
});
export type Draft = v.InferOutput<typeof DraftSchema>;
