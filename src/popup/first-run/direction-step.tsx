import { say } from '../../shared/say';
import type { Direction } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { Radios } from '../parts/fields';
import { Locked } from '../parts/locked';
import { draft, edit, save } from '../settings/draft';
import { isLocked } from '../settings/locked';

/** Which way, with a sentence for each. One that writes in Outlook asks Microsoft for it before it goes on. */
export function DirectionStep({ app, onDone }: { app: AppState; onDone: () => void }) {
  const action = useAction();
  const settings = draft.value;
  if (!settings) return null;
  const go = () =>
    void action.run(save).then((well) => {
      if (well) onDone();
    });
  return (
    <>
      <Radios
        legend={say('set_direction')}
        headed
        value={settings.direction}
        options={app.managed.directions.map((value) => ({
          value,
          text: say(`set_direction_${value}`),
          hint: say(`set_direction_${value}_hint`),
        }))}
        onPick={(value) => edit({ direction: value as Direction })}
      />
      {isLocked('direction') && (
        <p class="hint">
          <Locked />
        </p>
      )}
      {settings.direction !== 'outlookToEspo' && !app.outlook.canWrite && (
        <p class="hint">{say('set_direction_asks')}</p>
      )}
      <ErrorBox error={action.error} />
      <div class="buttons">
        <Button look="primary" busy={action.busy} onPress={go}>
          {say('goOn')}
        </Button>
      </div>
    </>
  );
}
