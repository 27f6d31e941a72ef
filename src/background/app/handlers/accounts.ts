import { giveUp } from '../accounts/attempt';
import { connectEspo, connectOutlook, disconnectEspo, disconnectOutlook } from '../accounts/connect';
import { setAlarm } from '../runs/alarm';
import { changed, type Handlers } from './handler';

/** Signing in and out on either side. */
export const accountHandlers: Pick<
  Handlers,
  'outlook.connect' | 'outlook.cancel' | 'outlook.disconnect' | 'espo.connect' | 'espo.disconnect'
> = {
  'outlook.connect': async (request) => {
    await connectOutlook(request);
    return changed();
  },
  'outlook.cancel': async () => {
    giveUp();
    return changed();
  },
  'outlook.disconnect': async () => {
    await disconnectOutlook();
    await setAlarm();
    return changed();
  },
  'espo.connect': async (request) => {
    await connectEspo(request);
    return changed();
  },
  'espo.disconnect': async () => {
    await disconnectEspo();
    await setAlarm();
    return changed();
  },
};
