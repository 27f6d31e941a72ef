/** The step of the store from version 2 to version 3. */
import type { Transaction } from 'dexie';

/** What version 2 kept, as far as it changes. Nothing here may follow the types of today: they go on, and this stays. */
interface Fields {
  joinLink?: string;
}
interface LinkRow {
  pair: string;
  state: string;
  flags: string[];
  link: { outlook: { seriesMasterId: string }; base: { outlook: Fields; espo: Fields } };
}
interface PlanRow {
  intent: { op: string; fields?: Fields };
}

/** Version 3: the join link is a field, and occurrences are found by their series. */
export async function toVersion3(transaction: Transaction): Promise<void> {
  await transaction
    .table<LinkRow>('links')
    .toCollection()
    .modify(({ link, pair, state, flags }) => {
      for (const half of [link.base.outlook, link.base.espo]) half.joinLink = '';
      const { seriesMasterId } = link.outlook;
      if (state !== 'unlinked' && seriesMasterId !== '') flags.push(`${pair}|series|${seriesMasterId}`);
    });
  await transaction
    .table<{ series?: string }>('seen')
    .toCollection()
    .modify((row) => {
      row.series = '';
    });
  await transaction.table<PlanRow>('plan').toCollection().modify(planTo3);
  await transaction
    .table<{ plan: PlanRow }>('journal')
    .toCollection()
    .modify(({ plan }) => planTo3(plan));
}

function planTo3({ intent }: PlanRow): void {
  if (intent.op === 'create' && intent.fields) intent.fields.joinLink = '';
}
