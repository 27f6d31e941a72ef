import { say } from '../../shared/say';
import { Icon } from './icon';

/** Why something cannot be changed here: an administrator's policy has fixed it. */
export function Locked() {
  return (
    <span class="locked">
      <Icon name="lock" />
      {say('set_locked')}
    </span>
  );
}
