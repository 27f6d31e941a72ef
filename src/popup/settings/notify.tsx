import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { refresh } from '../model/model';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { Choice } from './bound';
import { draft } from './draft';

/** When the browser shows a message of ours; it has to allow that once. */
export function Notify({ app }: { app: AppState }) {
  const action = useAction();
  const allow = () => {
    // On the click itself: the browser opens its question only for a gesture of the user.
    const answer = chrome.permissions.request({ permissions: ['notifications'] });
    void action.run(async () => {
      await answer;
      await refresh();
      return undefined;
    });
  };
  return (
    <>
      <Choice
        of="notifications"
        options={(['off', 'needed', 'changes'] as const).map((value) => ({
          value,
          text: say(`set_notifications_${value}`),
        }))}
      />
      {draft.value?.notifications !== 'off' && !app.mayNotify && (
        <div class="buttons">
          <p class="hint">{say('set_notifications_closed')}</p>
          <Button busy={action.busy} onPress={allow}>
            {say('set_notifications_allow')}
          </Button>
        </div>
      )}
      <ErrorBox error={action.error} />
    </>
  );
}
