// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, bench, lastRequest, open, refuse, setUp, tearDown, text, type } from '../../../test/popup/bench';
import { row } from '../../../test/surface/fixture-lists';
import { ran, started } from '../../../test/surface/fixtures';
import type { ActivityRow } from '../../shared/state';
import { csvOf } from './csv';
import { entriesOf } from './entries';

beforeEach(() => {
  setUp();
  // A window that has a height, as far as the list can tell.
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, value: 60 });
});
afterEach(tearDown);

async function show(...rows: ActivityRow[]) {
  answer('activity.list', { rows, total: rows.length, next: '' });
  answer('runs.list', [ran({ created: 2, undone: 1 })]);
  await open(started(), 'activity');
  await screen.findAllByRole('button', { name: /^Undo this sync/ });
}
const undoes = (changes: number) =>
  answer('undo.preview', {
    changes,
    outlook: { deleted: 0, putBack: 0, madeAgain: 0 },
    espo: { deleted: changes, putBack: 0, madeAgain: 0 },
    apart: 0,
    together: 0,
    already: 0,
    closed: 0,
    alone: 0,
  });

it('shows what was written, with the old and the new value, why, and both sides', async () => {
  await show(row({ field: 'location', oldValue: 'Room 1', newValue: 'Room 2', title: 'Review' }));
  const entry = screen.getByRole('article', { name: 'Review' });
  expect(entry.textContent).toContain('Changed in EspoCRM: Location Room 1Room 2 · changed in Outlook');
  within(entry).getByRole('img', { name: 'becomes' });
  within(entry).getByRole('link', { name: /^EspoCRM: Meeting/ });
  within(entry).getByRole('link', { name: /^Outlook: Calendar/ });
});

it('shows runs to the second, with what they did and what of it was undone', async () => {
  await show(row());
  const heading = screen.getByRole('heading', { level: 2 });
  expect(heading.textContent).toMatch(/\d:\d\d:\d\d/);
  expect(heading.parentElement?.textContent).toContain('2 created');
  expect(heading.parentElement?.textContent).toContain('1 undone');
});

describe('an undo', () => {
  it('of one change is done at once, says so, and leaves the focus where it was', async () => {
    await show(row({ id: 9, title: 'Review' }));
    undoes(1);
    answer('activity.undo', { undone: 1, skipped: [] });
    answer('activity.list', {
      rows: [row({ id: 9, title: 'Review', undoable: false, undone: true })],
      total: 1,
      next: '',
    });
    const pressed = screen.getByRole('button', { name: /^Undo Changed in EspoCRM: Title/ });
    pressed.focus();
    fireEvent.click(pressed);
    await waitFor(() => expect(lastRequest('activity.undo')).toEqual({ what: 'change', id: '9' }));
    expect(await screen.findByText('1 change undone.')).toBeTruthy();
    await waitFor(() => expect(pressed.textContent).toMatch(/^Undone/));
    expect(document.activeElement).toBe(pressed);
  });

  it('of more asks with its numbers', async () => {
    await show(row({ id: 9 }), row({ id: 8, field: 'location' }));
    undoes(42);
    answer('activity.undo', { undone: 42, skipped: [] });
    fireEvent.click(screen.getByRole('button', { name: /^Undo this sync/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Undo 42 changes?' }));
    dialog.getByText('42 records will be deleted in EspoCRM.');
    expect(bench.log).not.toContain('activity.undo');
    const go = dialog.getByRole('button', { name: 'Undo' });
    await waitFor(() => expect(go.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(go);
    await waitFor(() => expect(lastRequest('activity.undo')).toEqual({ what: 'run', id: 'r1' }));
  });

  it('says what was not undone, and why', async () => {
    await show(row({ title: 'Review' }));
    undoes(1);
    answer('activity.undo', {
      undone: 0,
      skipped: [{ title: 'Review', code: 'edited', field: 'title', error: '', detail: '' }],
    });
    fireEvent.click(screen.getByRole('button', { name: /^Undo Changed/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Nothing was undone.' });
    expect(dialog.textContent).toContain('Review, Title: It was edited since; that stays as it is.');
  });

  it('that cannot begin says why', async () => {
    await show(row({}));
    undoes(1);
    bench.replies.set('activity.undo', () => refuse('espo.signInNeeded'));
    fireEvent.click(screen.getByRole('button', { name: /^Undo Changed/ }));
    expect((await screen.findByRole('alert')).textContent).toContain(text('error_espo_signInNeeded'));
  });

  it('of all that a run did to one item asks for the whole of it', async () => {
    await show(row({ id: 9, title: 'Review' }), row({ id: 8, field: 'location', title: 'Review' }));
    undoes(2);
    answer('activity.undo', { undone: 2, skipped: [] });
    fireEvent.click(screen.getByRole('button', { name: 'Undo all of it Review' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Undo 2 changes?' }));
    expect(lastRequest('undo.preview')).toEqual({ what: 'record', id: '9' });
    const go = dialog.getByRole('button', { name: 'Undo' });
    await waitFor(() => expect(go.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(go);
    await waitFor(() => expect(lastRequest('activity.undo')).toEqual({ what: 'record', id: '9' }));
  });

  it('can be done once more by a button', async () => {
    await show(row({ undoable: false, undone: true, again: 'link1', title: 'Review' }));
    fireEvent.click(screen.getByRole('button', { name: 'Sync this again Review' }));
    await waitFor(() => expect(lastRequest('item.again')).toEqual({ ids: ['link1'] }));
  });

  it('has no button where there is nothing to undo', async () => {
    await show(row({ op: 'lose', undoable: false }));
    expect(screen.queryByRole('button', { name: /^Undo Replaced/ })).toBeNull();
  });
});

it('asks for what is searched and filtered', async () => {
  await show(row({}));
  type(screen.getByRole('searchbox', { name: 'Search titles, values and people' }), 'bob');
  type(screen.getByRole('searchbox', { name: 'Person who takes part' }), 'eve');
  fireEvent.change(screen.getByRole('combobox', { name: 'Side' }), { target: { value: 'espo' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Kind' }), { target: { value: 'remove' } });
  await waitFor(() =>
    expect(lastRequest('activity.list')).toMatchObject({
      filter: { text: 'bob', person: 'eve', side: 'espo', op: 'remove', run: '' },
    }),
  );
});

it('says how many fit a filter once all of them are there, and that none does', async () => {
  await show(row({}));
  screen.getByText('1 change');
  const search = screen.getByRole('searchbox', { name: 'Person who takes part' });
  answer('activity.list', { rows: [row({})], total: 20_000, next: '7' });
  type(search, 'e');
  await waitFor(() => expect(screen.queryByText(/^[\d,]+ changes?$/)).toBeNull());
  answer('activity.list', { rows: [row({}), row({ id: 2 })], total: 20_000, next: '' });
  type(search, 'ev');
  await screen.findByText('2 changes');
  answer('activity.list', { rows: [], total: 20_000, next: '' });
  type(search, 'eve');
  await screen.findByText('Nothing found');
  expect(screen.queryByText(text('nothingWritten'))).toBeNull();
});

it('is saved as a file, all that fits the filter, page by page', async () => {
  await show(row({}));
  type(screen.getByRole('searchbox', { name: /^Search titles/ }), 'bob');
  await waitFor(() => expect(lastRequest('activity.list')).toMatchObject({ filter: { text: 'bob' } }));
  const files: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => `blob:${files.push(file as Blob)}`);
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  bench.replies.set('activity.list', (request) => {
    const { after } = request as { after: string };
    const rows = [row({ title: after === '' ? 'First page' : 'Second page' })];
    return { ok: true, answer: { rows, total: 2, next: after === '' ? '7' : '' } };
  });
  fireEvent.click(screen.getByRole('button', { name: 'Save as CSV' }));
  await waitFor(() => expect(clicked).toHaveBeenCalledTimes(1));
  expect(lastRequest('activity.list')).toMatchObject({ after: '7', limit: 1000, filter: { text: 'bob' } });
  const said = await files[0]?.text();
  expect(said?.split('\r\n')).toHaveLength(4);
  expect(said).toContain('"Second page"');
  vi.restoreAllMocks();
});

it('a spreadsheet gets texts, never formulas', () => {
  const [head, line] = csvOf([row({ title: '=1+1', newValue: 'a "b", c' })]).split('\r\n');
  expect(head?.replace('\uFEFF', '')).toMatch(/^"Time","Side","What","Title"/);
  expect(line).toContain(`"'=1+1"`);
  expect(line).toContain('"a ""b"", c"');
});

describe('rows as runs of records', () => {
  it('keep their order, newest first', () => {
    const entries = entriesOf([
      row({ id: 5, record: 'a' }),
      row({ id: 4, record: 'b' }),
      row({ id: 3, record: 'a' }),
      row({ id: 2, run: 'r0', record: 'a' }),
    ]);
    expect(entries.map((one) => (one.kind === 'run' ? one.id : one.rows.map(({ id }) => id)))).toEqual([
      'r1',
      [5, 3],
      [4],
      'r0',
      [2],
    ]);
  });

  it('put nothing together that says of neither what it is about', () => {
    const entries = entriesOf([row({ id: 2, record: '' }), row({ id: 1, record: '' })]);
    expect(entries.map((one) => (one.kind === 'run' ? one.id : one.rows.map(({ id }) => id)))).toEqual([
      'r1',
      [2],
      [1],
    ]);
  });

  it('show a deletion as one change', () => {
    const removed = (id: number, field: ActivityRow['field']) => row({ id, op: 'remove', field, newValue: '' });
    const [, record] = entriesOf([removed(3, 'status'), removed(2, 'when'), removed(1, 'title')]);
    expect(record?.kind === 'record' && record.rows.map(({ field }) => field)).toEqual(['title']);
  });
});
