/** Signing in by the EspoCRM that is open in this browser: no password passes through here, and nothing is typed. */
import { readAddress } from '../../shared/address';
import { say } from '../../shared/say';
import { Button } from '../parts/button';

interface OpenSessionProps {
  /** Where EspoCRM is, as it was typed. */
  address: string;
  waiting: boolean;
  /** The only way in. */
  alone: boolean;
  /** Nobody is signed in there, or somebody else: it has to be opened first. */
  offersToOpen: boolean;
  onUse: () => void;
}

export function OpenSession({ address, waiting, alone, offersToOpen, onUse }: OpenSessionProps) {
  const read = readAddress(address);
  const url = typeof read === 'string' ? undefined : read.bases[0];
  return (
    <div class="open-session">
      <div class="buttons">
        {offersToOpen && url && (
          <Button {...(alone ? { look: 'primary' } : {})} onPress={() => void chrome.tabs.create({ url: `${url}/` })}>
            {say('openEspo')}
          </Button>
        )}
        <Button busy={waiting} onPress={onUse}>
          {say('useSession')}
        </Button>
      </div>
      <p class="hint">{say('useSession_hint')}</p>
    </div>
  );
}
