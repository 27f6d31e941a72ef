/** What people do with their tasks in EspoCRM. */
import type { Row } from '../sandbox/espo/types.ts';
import { span, type TaskAct } from './acts.ts';
import type { Cast } from './cast.ts';

export const TASK_NAME = 'Errand';
const STATUSES = ['Not Started', 'Started', 'Completed', 'Canceled', 'Deferred'];

export const tasksOf = ({ company }: Cast): Row[] => company.espo.core.rows('Task').filter((row) => !row.deleted);

export function onTask(cast: Cast, { by, what, pick, value }: TaskAct): void {
  if (!cast.act.tasks) return;
  const member = cast.member(by);
  const person = cast.company.espo.control.act(member.name);
  if (what === 'make') {
    const name = `${TASK_NAME} ${value}`;
    person.create('Task', { name, assignedUserId: member.espo.id, ...dueAt(pick % 3 === 0 ? 'day' : 'time', value) });
    return;
  }
  const tasks = tasksOf(cast);
  const row = tasks[pick % Math.max(1, tasks.length)];
  if (!row) return;
  if (what === 'delete') return person.remove('Task', row.id);
  person.update('Task', row.id, changes());

  function changes(): Record<string, unknown> {
    if (what === 'rename') return { name: `${TASK_NAME} ${value} anew` };
    if (what === 'status') return { status: STATUSES[value % STATUSES.length] };
    if (what === 'assign') return { assignedUserId: cast.member(value).espo.id };
    return dueAt(what, value);
  }
}

function dueAt(what: TaskAct['what'], value: number): Record<string, unknown> {
  const { end } = span(value % 25, 'timed', value);
  const time = new Date(end).toISOString().slice(0, 19).replace('T', ' ');
  if (what === 'day') return { dateEndDate: time.slice(0, 10) };
  return { dateEnd: what === 'never' ? null : time, dateEndDate: null };
}
