/** What can be done about an item that is not synced. */
import { useSignal } from '@preact/signals';
import type { ItemView } from '../../shared/items';
import type { Remedy } from '../../shared/remedies';
import { say } from '../../shared/say';
import { sideText } from '../../shared/words';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { go } from '../model/view';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { PageLink } from '../parts/page-link';
import { edit } from '../settings/draft';

interface Props {
  remedy: Remedy;
  /** For "Sync this again": what is taken up. */
  items: readonly ItemView[];
  about?: string;
}

/** What a person can do about a reason: a button, or a sentence where nobody has to do anything. */
export function RemedyButton({ remedy, items, about }: Props) {
  switch (remedy.kind) {
    case 'setting':
      return (
        <div class="buttons">
          <Button
            about={about}
            onPress={() => {
              // Proposed, not saved: the settings say what it would do.
              if (remedy.value !== undefined) edit({ [remedy.key]: remedy.value });
              go('settings', remedy.key);
            }}
          >
            {remedy.value === true
              ? say('remedy_turnOn', { setting: say(`set_${remedy.key}`) })
              : remedy.value === false
                ? say('remedy_turnOff', { setting: say(`set_${remedy.key}`) })
                : say('remedy_change', { setting: say(`set_${remedy.key}`) })}
          </Button>
        </div>
      );
    case 'again':
      return items.length > 0 ? <Again items={items} about={about} /> : null;
    case 'needs':
      return (
        <p>
          <PageLink view="needs">{say('remedy_needs')}</PageLink>
        </p>
      );
    case 'open':
      return <p class="hint">{say('remedy_open', { side: sideText(remedy.side) })}</p>;
    case 'grant':
      return <p class="hint">{say('remedy_grant', { side: sideText(remedy.side) })}</p>;
    case 'wait':
      return <p class="hint">{say('remedy_wait')}</p>;
    case 'none':
      return null;
  }
}

function Again({ items, about }: { items: readonly ItemView[]; about: string | undefined }) {
  const action = useAction();
  const done = useSignal('');
  const press = () =>
    void action.run(async () => {
      const { taken } = await send('item.again', { ids: items.map(({ id }) => id) });
      done.value = taken > 0 ? say('remedy_taken') : say('remedy_notTaken');
      return undefined;
    });
  return (
    <div class="buttons">
      <Button about={about} busy={action.busy} off={done.value !== ''} onPress={press}>
        {say('remedy_again')}
      </Button>
      <span class="hint" aria-live="polite">
        {done.value}
      </span>
      <ErrorBox error={action.error} />
    </div>
  );
}
