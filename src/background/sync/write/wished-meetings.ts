/** All-day events that a person wants as Meetings. */
import { CAUSES } from '../../../shared/causes';
import { MEETING, mayMakeMeeting } from '../decide/permitted';
import { recordRow } from '../decide/plan-rows';
import type { Engine } from '../model/engine';
import type { OutlookItem } from '../model/item';
import { AS_MEETING } from '../model/noted';
import { emptyChanges, join, type Paired } from '../pair/join';
import { readNow } from '../read/items-now';
import { recordThere } from './wishes';

export async function wishedMeetings(engine: Engine, paired: Paired): Promise<void> {
  const { store } = engine;
  for (const name of await store.cursorNames(AS_MEETING)) {
    const ref = name.slice(AS_MEETING.length);
    const [seen] = await store.seenByRef('outlook', [ref]);
    const [reading] = seen ? await readNow(engine, 'outlook', [seen]) : [];
    // Nobody can say now: the next run asks again.
    if (reading?.kind === 'unknown') continue;
    // Made, linked, deleted, or not all day any more: nothing is left to do.
    const item = reading?.kind === 'value' && reading.item.side === 'outlook' ? reading.item : undefined;
    if (!item || item.event.when.kind !== 'allDay' || !mayMakeMeeting(engine.policy))
      await store.commit({ cursors: { remove: [name] } });
    else await one(engine, paired, name, item);
  }
}

async function one(engine: Engine, paired: Paired, name: string, item: OutlookItem): Promise<void> {
  const there = await recordThere(engine, item);
  if (there === 'unsure') return;
  if (!there) {
    const row = recordRow(engine, item, MEETING);
    await paired.draft.add([{ ...row, state: 'confirmed', cause: CAUSES.madeMeeting }]);
    return;
  }
  const changes = emptyChanges();
  join(engine, changes, item, there, 'outlook', paired);
  await engine.store.commit({ ...changes, cursors: { remove: [name] } });
}
