import { describe, expect, it } from 'vitest';
import type { Activity } from '../model/store';
import { changesIn } from './undo-changes';

let id = 0;
const row = (change: Partial<Activity>): Activity => {
  id += 1;
  return {
    id,
    pair: 'p',
    run: 'r',
    at: id,
    side: 'espo',
    ref: 'Meeting/1',
    linkId: 'l',
    title: 'Review',
    op: 'update',
    field: '',
    oldValue: '',
    newValue: '',
    cause: '',
    ...change,
  };
};
const edit = (oldValue: string, newValue: string) => row({ field: 'title', oldValue, newValue });

describe('what rows of the log say together', () => {
  it('two edits of one field: the oldest value goes back, if the youngest still stands', () => {
    const rows = [edit('a', 'b'), edit('b', 'c')];
    expect(changesIn(rows.reverse())).toMatchObject([
      { kind: 'update', fields: { title: { before: 'a', after: 'c' } } },
    ]);
  });

  it('an item that was made and edited only has to go', () => {
    expect(changesIn([row({ op: 'create' }), edit('a', 'b')])).toMatchObject([{ kind: 'create' }]);
  });

  it('an item that was edited and deleted comes back as it was before', () => {
    const edited = edit('a', 'b');
    const removed = [
      row({ op: 'remove', field: 'title', oldValue: 'b', other: 'o' }),
      row({ op: 'remove', field: 'location', oldValue: 'Hall', other: 'o' }),
    ];
    expect(changesIn([edited, ...removed])).toMatchObject([
      { kind: 'remove', other: 'o', fields: { title: { before: 'a' }, location: { before: 'Hall' } } },
    ]);
  });

  it('an item that was made and deleted leaves nothing to do', () => {
    expect(changesIn([row({ op: 'create' }), row({ op: 'remove', field: 'title', oldValue: 'a' })])).toEqual([]);
  });

  it('the value that lost a conflict stands in the row of the write', () => {
    const lost = row({ op: 'lose', field: 'title', oldValue: 'a', newValue: 'b' });
    expect(changesIn([lost])).toEqual([]);
    expect(changesIn([edit('a', 'b'), lost])).toHaveLength(1);
  });

  it('both sides of a pair are two changes, and taking it apart comes last', () => {
    const linked = row({ op: 'link', newValue: 'o' });
    const own = edit('a', 'b');
    const other = row({ side: 'outlook', ref: 'o', field: 'title', oldValue: 'x', newValue: 'y' });
    expect(changesIn([linked, own, other]).map((c) => [c.kind, c.side])).toEqual([
      ['update', 'espo'],
      ['update', 'outlook'],
      ['link', 'espo'],
    ]);
  });

  it('a link that went over to a new id is marked as that', () => {
    expect(changesIn([row({ op: 'link', oldValue: 'old', newValue: 'new' })])).toMatchObject([{ relinked: true }]);
  });
});
