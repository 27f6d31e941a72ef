/** What of the activity is shown. */
import type { Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { say } from '../../shared/say';
import type { RunSummary } from '../../shared/state';
import { secondsText, sideText } from '../../shared/words';
import { Field, Select } from '../parts/fields';
import { doneText } from '../status/status-words';
import type { Filter } from './log';

const OPS = ['create', 'update', 'remove', 'link', 'unlink', 'lose'] as const;

/** Search in titles, values and people; by who takes part, by side, by kind, by run. */
export function Filters({ filter, runs }: { filter: Signal<Filter>; runs: readonly RunSummary[] }) {
  const set = (part: Partial<Filter>) => {
    filter.value = { ...filter.peek(), ...part };
  };
  const { text, person, side, op, run } = filter.value;
  // Up to two hundred sentences: not again with every letter that is typed.
  const ofRuns = useMemo(
    () => runs.filter(({ id }) => id !== '').map((one) => ({ value: one.id, text: runText(one) })),
    [runs],
  );
  return (
    <div class="filters" role="search" aria-label={say('activity_filters')}>
      <Field type="search" label={say('activity_search')} value={text} onText={(typed) => set({ text: typed })} />
      <Field type="search" label={say('activity_person')} value={person} onText={(typed) => set({ person: typed })} />
      <Select
        label={say('csv_side')}
        value={side}
        options={[
          { value: '', text: say('all') },
          ...(['outlook', 'espo'] as const).map((value) => ({ value, text: sideText(value) })),
        ]}
        onPick={(value) => set({ side: value as Filter['side'] })}
      />
      <Select
        label={say('activity_kind')}
        value={op}
        options={[{ value: '', text: say('all') }, ...OPS.map((value) => ({ value, text: say(`kind_${value}`) }))]}
        onPick={(value) => set({ op: value as Filter['op'] })}
      />
      <Select
        label={say('activity_run')}
        value={run}
        options={[{ value: '', text: say('all') }, ...ofRuns]}
        onPick={(value) => set({ run: value })}
      />
    </div>
  );
}

const runText = (run: RunSummary): string =>
  say('activity_runOption', { time: secondsText(run.at), done: doneText(run) });
