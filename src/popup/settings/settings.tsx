import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { send } from '../model/client';
import { useList } from '../model/list';
import { where } from '../model/view';
import { Field } from '../parts/fields';
import { takeEffects } from './effects';
import { Groups } from './groups';
import { OwnData } from './own-data';
import { SaveBar } from './save-bar';
import { sought } from './sought';

/** Every setting, grouped by the question that it answers. Nothing is in force before it is saved. */
export function SettingsView({ app }: { app: AppState }) {
  const { answer } = useList<'why.list'>(() => send('why.list', { group: '', limit: 0, after: '' }));
  const shown = useSignal('');
  if (answer) takeEffects(answer);
  const { at } = where.value;
  useEffect(() => {
    if (at === '' || shown.peek() === at) return;
    shown.value = at;
    sought.value = '';
    const place = document.getElementById(`set-${at}`);
    place?.closest('details')?.setAttribute('open', '');
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  });
  return (
    <>
      <h1 tabIndex={-1}>{say('view_settings')}</h1>
      {app.pair ? (
        <form
          aria-label={say('view_settings')}
          class="settings"
          noValidate
          onSubmit={(event) => event.preventDefault()}
        >
          <Field
            type="search"
            label={say('set_search')}
            value={sought.value}
            onText={(text) => {
              sought.value = text;
            }}
          />
          <Groups app={app} />
          <SaveBar app={app} />
        </form>
      ) : (
        <p class="box">{say('set_connectFirst')}</p>
      )}
      <OwnData app={app} />
    </>
  );
}
