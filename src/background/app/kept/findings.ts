/** What the last trial found out about the mailbox and its server, with its date. Nothing tried, or not found out, counts as no. */
import * as v from 'valibot';
import { type Finding, TRIALS, type Trial } from '../../../shared/check';
import type { Store } from '../../sync/model/store';

const NAME = 'findings';
const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      trial: v.picklist(TRIALS),
      answer: v.picklist(['yes', 'no', 'unknown']),
      at: v.number(),
      detail: v.string(),
    }),
  ),
);

export async function keptFindings(store: Store): Promise<Finding[]> {
  const parsed = v.safeParse(Stored, await store.cursor(NAME));
  return parsed.success ? parsed.output : [];
}

export async function keepFindings(store: Store, findings: readonly Finding[]): Promise<void> {
  await store.commit({ cursors: { put: [{ pair: store.pair, name: NAME, value: JSON.stringify(findings) }] } });
}

/** It was tried, and the server does it so, or otherwise. */
const says =
  (answer: Finding['answer']) =>
  (findings: readonly Finding[], trial: Trial): boolean =>
    findings.some((one) => one.trial === trial && one.answer === answer);
export const saysYes = says('yes');
export const saysNo = says('no');
