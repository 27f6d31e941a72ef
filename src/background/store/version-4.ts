/** The step of the store from version 3 to version 4. */
import type { Transaction } from 'dexie';

/** What version 3 kept, as far as it changes. Nothing here may follow the types of today: they go on, and this stays. */
interface Item {
  side: string;
}
interface PlanRow {
  source?: Item | undefined;
}

/** How descriptions were read until now: links without their address, cells run together. */
const FORMER = { textForm: 1 };

/**
 * Version 4: each half from Outlook says how its text was read. What is stored was read in the former way and is compared in it, once: all
 * calendars are read anew, so that a link is found read in the new one before its event is edited, and knows of guests who were not counted.
 */
export async function toVersion4(transaction: Transaction): Promise<void> {
  await transaction
    .table<{ link: { outlook: object } }>('links')
    .toCollection()
    .modify(({ link }) => {
      Object.assign(link.outlook, FORMER);
    });
  await transaction
    .table<{ item?: Item }>('arrivals')
    .toCollection()
    .modify(({ item }) => itemTo4(item));
  await transaction
    .table<PlanRow>('plan')
    .toCollection()
    .modify(({ source }) => itemTo4(source));
  await transaction
    .table<{ plan: PlanRow }>('journal')
    .toCollection()
    .modify(({ plan }) => itemTo4(plan.source));
  await transaction
    .table<{ name: string; value: string }>('cursors')
    .toCollection()
    .modify((cursor) => {
      // No position of any calendar: its next reading is a full round, which takes nothing away by itself.
      if (cursor.name.startsWith('at|outlook|')) cursor.value = 'read anew';
    });
}

function itemTo4(item: Item | undefined): void {
  if (item?.side === 'outlook') Object.assign(item, FORMER);
}
