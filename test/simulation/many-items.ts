/** Hundreds of events and records, each at a time of its own. */
import { DAY } from '../../src/shared/time.ts';
import type { Company } from './company.ts';
import { meeting, timed } from './scene.ts';

const FIRST = Date.parse('2026-12-01');
const A_DAY = 20;

/** When the i-th begins and ends. */
export function slot(i: number): [day: string, from: string, to: string] {
  const clock = (minutes: number): string => new Date(FIRST + minutes * 60_000).toISOString().slice(11, 16);
  const begin = (i % A_DAY) * 60;
  return [new Date(FIRST + Math.floor(i / A_DAY) * DAY).toISOString().slice(0, 10), clock(begin), clock(begin + 30)];
}

/** Anna's, none of them the same as another. */
export function fill({ graph, espo }: Company, events: number, records: number, from = 0): void {
  const mailbox = graph.control.mailbox('anna');
  const anna = espo.control.act('anna');
  for (let i = from; i < events; i += 1) mailbox.createEvent('default', timed(`Item ${i}`, ...slot(i)));
  for (let i = events; i < events + records; i += 1) {
    const [day, from, to] = slot(i);
    const times = { dateStart: `${day} ${from}:00`, dateEnd: `${day} ${to}:00` };
    anna.create('Meeting', { ...meeting(`Item ${i}`, anna.id), ...times });
  }
}
