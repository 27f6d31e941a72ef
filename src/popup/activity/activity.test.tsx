// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bench, connected, lastRequest, open, refuse, setUp, tearDown } from '../../../test/popup/bench';
import type { ActivityRow, UndoAnswer } from '../../shared/state';
import { ERROR_TEXTS } from '../../shared/texts';
import { groupsOf } from './runs';

beforeEach(setUp);
afterEach(tearDown);

const row = (change: Partial<ActivityRow>): ActivityRow => ({
  id: 1,
  run: 'r2',
  at: 1e12,
  side: 'espo',
  title: 'Review',
  op: 'update',
  field: 'location',
  oldValue: 'Room 1',
  newValue: 'Room 2',
  cause: 'changed in Outlook',
  causes: ['changedInOutlook'],
  outlook: { there: true, url: '', name: '' },
  espo: { there: true, url: 'https://crm.example.com/#Meeting/view/1', name: 'Meeting' },
  record: 'l1',
  undoable: true,
  undone: false,
  again: '',
  ...change,
});

async function show(...rows: ActivityRow[]) {
  bench.replies.set('activity.list', () => ({ ok: true, answer: { rows, total: rows.length, next: '' } }));
  await open(connected({ enabled: true }));
  fireEvent.click(screen.getByRole('link', { name: 'Activity' }));
  await screen.findByRole('region', { name: 'Activity' });
  await screen.findAllByRole('button', { name: 'Undo this run' });
}
const answer = (undone: UndoAnswer) => bench.replies.set('activity.undo', () => ({ ok: true, answer: undone }));

it('shows what was written, with the old and the new value', async () => {
  await show(row({}));
  const entry = screen.getByText('Review').closest('li');
  expect(entry?.textContent).toContain('Changed in EspoCRM: Location Room 1 Room 2');
  expect(entry?.textContent).toContain('changed in Outlook');
  expect(within(entry as HTMLElement).getByRole('link', { name: 'Open' })).toBeTruthy();
});

it('undoes one change, one record or one run, and says what was done', async () => {
  await show(row({ id: 9 }), row({ id: 8, field: 'title', oldValue: 'A', newValue: 'B' }), row({ id: 7, run: 'r1' }));
  answer({ undone: 1, skipped: [] });
  fireEvent.click(screen.getByRole('button', { name: 'Undo', description: 'Changed in EspoCRM: Title A B' }));
  await waitFor(() => expect(lastRequest('activity.undo')).toEqual({ what: 'change', id: '8' }));
  expect(await screen.findByText('1 change undone.')).toBeTruthy();
  answer({ undone: 2, skipped: [] });
  fireEvent.click(screen.getByRole('button', { name: 'Undo this record', description: 'Review' }));
  await waitFor(() => expect(lastRequest('activity.undo')).toEqual({ what: 'record', id: '9' }));
  expect(await screen.findByText('2 changes undone.')).toBeTruthy();
  fireEvent.click(screen.getAllByRole('button', { name: 'Undo this run' })[1] as HTMLElement);
  await waitFor(() => expect(lastRequest('activity.undo')).toEqual({ what: 'run', id: 'r1' }));
});

it('says what was not undone, and why', async () => {
  await show(row({}));
  answer({
    undone: 0,
    skipped: [
      {
        title: 'Review',
        code: 'edited',
        field: 'title',
        detail: '',
        sentence: 'Title: It was edited since; that stays as it is.',
      },
    ],
  });
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('Nothing was undone.')).toBeTruthy();
  expect(screen.getByText(/edited since/).closest('li')?.textContent).toContain('Review');
  expect(screen.getByText('Nothing was undone.').closest('[aria-live]')?.getAttribute('aria-live')).toBe('polite');
});

it('shows why an undo could not begin', async () => {
  await show(row({}));
  bench.replies.set('activity.undo', () => refuse('espo.signInNeeded'));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect((await screen.findByRole('alert')).textContent).toContain(ERROR_TEXTS['espo.signInNeeded'].sentence);
});

it('has no button where there is nothing to undo', async () => {
  await show(row({ op: 'lose', undoable: false }));
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});

it('keeps names of any length and direction apart from its own words', async () => {
  const long = 'פגישה '.repeat(50).trim();
  await show(row({ title: long, oldValue: long, newValue: long, field: 'title' }));
  for (const one of screen.getAllByText(long)) expect(one.getAttribute('dir')).toBe('auto');
});

describe('rows as runs of records', () => {
  it('keep their order, newest first', () => {
    const groups = groupsOf([
      row({ id: 5, record: 'a' }),
      row({ id: 4, record: 'b' }),
      row({ id: 3, record: 'a' }),
      row({ id: 2, run: 'r1', record: 'a' }),
    ]);
    expect(groups.map((run) => [run.id, run.records.map((one) => [one.id, one.rows.map((r) => r.id)])])).toEqual([
      [
        'r2',
        [
          ['a', [5, 3]],
          ['b', [4]],
        ],
      ],
      ['r1', [['a', [2]]]],
    ]);
  });

  it('show a deletion as one change', () => {
    const gone = (id: number, field: ActivityRow['field']) => row({ id, op: 'remove', field, newValue: '' });
    const [run] = groupsOf([gone(3, 'status'), gone(2, 'when'), gone(1, 'title')]);
    expect(run?.records[0]?.rows.map((r) => r.field)).toEqual(['title']);
  });
});
