/** What the organization has set, for what is only shown: at the start of a browser before it says so itself. */
import type { Managed } from '../../../shared/managed';
import { managed, policyBefore } from '../../store/managed';
import { tellPages, tellTabs } from './notices';

let checking: Promise<void> | undefined;

/** What was set last time, until the browser has answered; whoever was shown something else is told then. */
export async function shownPolicy(): Promise<Managed> {
  const before = await policyBefore();
  if (!before) return managed();
  checking ??= check(before).finally(() => {
    checking = undefined;
  });
  return before;
}

async function check(before: Managed): Promise<void> {
  const now = await managed();
  if (JSON.stringify(now) === JSON.stringify(before)) return;
  tellPages();
  await tellTabs();
}
