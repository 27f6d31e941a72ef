import { expect, it } from 'vitest';
import type { Engine } from '../model/engine';
import type { PlanRow } from '../model/store';
import { logRow } from './activity-rows';

const engine = { runId: 'r', now: () => 1 } as Engine;
const parent = { type: 'Account', id: 'a2', name: 'Acme', before: 'Old Customer' };
const plan = {
  ...{ pair: 'p', side: 'espo', title: 'Review', cause: '' },
  intent: { op: 'update', fields: {}, parent },
} as unknown as PlanRow;
const names = ({ oldName, newName }: ReturnType<typeof logRow>) => [oldName, newName];

it('a parent is kept by its name, too, as it was shown when it was chosen', () => {
  expect(names(logRow(engine, plan, 'l', 'Meeting/1', 'update', 'parent', 'Account/a1', 'Account/a2'))).toEqual([
    'Old Customer',
    'Acme',
  ]);
  expect(names(logRow(engine, plan, 'l', 'Meeting/1', 'update', 'title', 'a', 'b'))).toEqual([undefined, undefined]);
});
