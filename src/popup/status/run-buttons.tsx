import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import type { Action } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { Pause } from './pause';

/** Sync now, and Pause or Resume. */
export function RunButtons({ app, action }: { app: AppState; action: Action }) {
  const { pair, sync } = app;
  if (!pair) return null;
  // The pair outlives a side that is disconnected or asks for a sign-in: until both are there nothing runs, and nothing can be paused.
  const both = app.outlook.state === 'connected' && app.espo.state === 'connected';
  const off = !both || !pair.settings.enabled;
  return (
    <div class="buttons">
      <Button
        look="primary"
        icon="sync"
        busy={action.busy || sync.running}
        off={off}
        onPress={() => void action.run(() => send('sync.now', {}))}
      >
        {say('syncNow')}
      </Button>
      {pair.started && <Pause action={action} off={off} paused={pair.pausedUntil !== undefined} />}
    </div>
  );
}
