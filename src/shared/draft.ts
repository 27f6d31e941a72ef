/** What was typed to connect and survives the closing of a page; no password. */
import * as v from 'valibot';

const text = (length: number) => v.exactOptional(v.pipe(v.string(), v.maxLength(length)));

/** What is typed in the two forms that connect: never a password, never a code. */
export const DraftSchema = v.object({
  clientId: text(100),
  tenantId: text(253),
  espoAddress: text(2000),
  espoUser: text(255),
  stayConnected: v.exactOptional(v.boolean()),
});
export type Draft = v.InferOutput<typeof DraftSchema>;
