import type { Desk } from './desk.ts';
import { filled } from './initial.ts';

export interface Step {
  step: string;
  seconds: number;
  requests: number;
  /** Peak of the process. */
  mib: number;
}

const PAUSE = 10 * 60_000;

/** The steps that a neighbour is taken through, by ours: from EspoCRM to Outlook first, then both ways. */
export async function ourSteps(n: number, latency: number): Promise<Step[]> {
  const desk = await filled('e2o', n, { latency, settings: { direction: 'both' } });
  const anna = desk.espo.control.act('anna');
  const ids = [...desk.espo.core.table('Meeting').keys()];
  const steps: Step[] = [];
  const step = async (name: string): Promise<void> => {
    const { time, counts } = await desk.run();
    steps.push({ step: name, seconds: time / 1000, requests: counts.http, mib: 0 });
    // Nobody's own writes come back while somebody watches: a neighbour does not see its own either.
    desk.world.advance(PAUSE);
  };
  await step('first sync');
  await settled(desk);
  await step('no change');
  for (const id of ids.slice(0, 10)) anna.update('Meeting', id, { name: `Edited ${id}` });
  await step('10 edits');
  await settled(desk);
  for (const id of ids.slice(10, 15)) anna.update('Meeting', id, { name: `Again ${id}` });
  const mailbox = desk.graph.control.mailbox('anna');
  for (const event of [...mailbox.box.events].slice(20, 25))
    mailbox.updateEvent(event.id, { subject: `There ${event.id}` });
  await step('5 + 5 edits');
  await settled(desk);
  for (const id of ids.slice(30, 40)) anna.remove('Meeting', id);
  await step('10 deletions');
  const [events, records] = [mailbox.events().length, desk.espo.control.dump('Meeting').length];
  if (events !== n - 10 || records !== n - 10) throw new Error(`${events} events, ${records} records at the end`);
  return steps;
}

/** What a run has written is read once more by the next two. */
async function settled(desk: Desk): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await desk.run();
    desk.world.advance(PAUSE);
  }
}
