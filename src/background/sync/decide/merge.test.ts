import { describe, expect, it } from 'vitest';
import { exampleEvent } from '../../../../test/contract/examples';
import { FIELD_NAMES, type Fields, fieldsOf, sameFields } from '../model/event';
import { type MergeInput, merge } from './merge';

const base = fieldsOf(exampleEvent());
const input = (outlook: Partial<Fields>, espo: Partial<Fields>, change: Partial<MergeInput> = {}): MergeInput => ({
  base: { outlook: base, espo: base },
  outlook: { ...base, ...outlook },
  espo: { ...base, ...espo },
  mayTravel: () => true,
  source: undefined,
  younger: 'outlook',
  conflicts: 'lastWins',
  carried: (_, value) => value,
  ...change,
});
const title = (i: MergeInput) => merge(i).find((o) => o.field === 'title');
const status = (i: MergeInput) => merge(i).find((o) => o.field === 'status');

describe('merge', () => {
  it('leaves alone what nobody touched', () => {
    expect(merge(input({}, {})).every((o) => o.kind === 'inStep')).toBe(true);
  });

  it('carries a change to the other side', () => {
    expect(title(input({ title: 'a' }, {}))).toMatchObject({ kind: 'travel', to: 'espo' });
    expect(title(input({}, { title: 'a' }))).toMatchObject({ kind: 'travel', to: 'outlook' });
  });

  it('agrees when both sides say the same, each in its own form', () => {
    expect(title(input({ title: 'a' }, { title: 'a' }))).toMatchObject({ kind: 'agreed' });
    const carried: MergeInput['carried'] = (_, value, to) => (to === 'espo' ? (String(value).trim() as never) : value);
    expect(title(input({ title: ' a ' }, { title: 'a' }, { carried }))).toMatchObject({ kind: 'agreed' });
  });

  it('lets the younger change win and keeps the loser', () => {
    expect(title(input({ title: 'o' }, { title: 'e' }))).toMatchObject({
      kind: 'travel',
      to: 'espo',
      loser: { side: 'espo', value: 'e' },
    });
    expect(title(input({ title: 'o' }, { title: 'e' }, { younger: 'espo' }))).toMatchObject({
      kind: 'travel',
      to: 'outlook',
      loser: { side: 'outlook', value: 'o' },
    });
  });

  it('does not call one of two changes later that cannot be told apart', () => {
    expect(title(input({ title: 'o' }, { title: 'e' }, { younger: undefined }))).toMatchObject({
      to: 'espo',
      loser: { side: 'espo', value: 'e' },
      cause: expect.stringContaining('at the same time'),
    });
  });

  it('lets the side win that the user always wants, whichever change is younger', () => {
    for (const younger of ['outlook', 'espo', undefined] as const) {
      const won = (conflicts: MergeInput['conflicts']) =>
        title(input({ title: 'o' }, { title: 'e' }, { younger, conflicts }))?.to;
      expect([won('outlookWins'), won('espoWins')]).toEqual(['espo', 'outlook']);
    }
  });

  it('asks when the user wants to decide', () => {
    expect(title(input({ title: 'o' }, { title: 'e' }, { conflicts: 'ask' }))).toMatchObject({ kind: 'ask' });
  });

  it('lets an edit on the receiving side of a one-way sync stay, until the same field changes at the source', () => {
    const oneWay: Partial<MergeInput> = { source: 'outlook', mayTravel: (_, to) => to === 'espo', younger: 'espo' };
    expect(title(input({}, { title: 'e' }, oneWay))).toMatchObject({ kind: 'differs' });
    expect(title(input({ title: 'o' }, { title: 'e' }, oneWay))).toMatchObject({
      kind: 'travel',
      to: 'espo',
      loser: { side: 'espo', value: 'e' },
    });
  });

  it('never carries to a side that may not be written, whichever change is younger', () => {
    const readOnly: Partial<MergeInput> = { mayTravel: (_, to) => to === 'espo', younger: 'espo' };
    expect(title(input({ title: 'o' }, { title: 'e' }, readOnly))).toMatchObject({ kind: 'travel', to: 'espo' });
    expect(title(input({}, { title: 'e' }, readOnly))).toMatchObject({ kind: 'differs' });
  });

  it('carries a cancellation to a planned record only, and never a status to Outlook', () => {
    expect(status(input({ status: 'cancelled' }, {}))).toMatchObject({ kind: 'travel', to: 'espo' });
    expect(status(input({ status: 'cancelled' }, { status: 'held' }))).toMatchObject({ kind: 'agreed' });
    expect(status(input({}, { status: 'held' }))).toMatchObject({ kind: 'agreed' });
  });
});

it.each(FIELD_NAMES)('two that differ in %s are not the same', (field) => {
  const other = field === 'when' ? { kind: 'allDay' as const, first: '2026-01-01', last: '2026-01-01' } : 'other';
  expect(sameFields(base, { ...base })).toBe(true);
  expect(sameFields(base, { ...base, [field]: other })).toBe(false);
});
