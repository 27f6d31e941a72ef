/** First run: what is synced, since when and from which calendars. */
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { DateSetting } from '../settings/bound';
import { Calendars } from '../settings/calendars';
import { draft, edit, save } from '../settings/draft';
import { Entities } from '../settings/entities';

interface Props {
  app: AppState;
  onBack: () => void;
  onDone: () => void;
}

/** What is synced and since when: as it is delivered it does for most. */
export function EntitiesStep({ app, onBack, onDone }: Props) {
  const action = useAction();
  const settings = draft.value;
  if (!app.pair || !settings) return null;
  const go = () =>
    void action.run(save).then((well) => {
      if (well) onDone();
    });
  return (
    <>
      <Entities choices={app.entities} settings={settings} change={edit} />
      <DateSetting of="syncSince" otherwise={app.pair.since} />
      <Calendars calendars={app.calendars} gone={app.gone} settings={settings} change={edit} />
      <ErrorBox error={action.error} />
      <div class="buttons">
        <Button look="primary" busy={action.busy} onPress={go}>
          {say('goOn')}
        </Button>
        <Button off={action.busy} onPress={onBack}>
          {say('back')}
        </Button>
      </div>
    </>
  );
}
