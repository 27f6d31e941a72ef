/** Whether people of EspoCRM's records are invited to their events, and what that means. */
import { say } from '../../shared/say';
import type { Settings } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { Choice } from './bound';
import { draft } from './draft';

const CHOICES: readonly Settings['invite'][] = ['never', 'ask', 'draft', 'always'];

/** Drafts are offered only where they were found to mail nobody; who has chosen them before reads why they are asked instead. */
export function Invite({ app }: { app: AppState }) {
  const settings = draft.value;
  if (!settings) return null;
  const { invite, attendees } = settings;
  const offered = CHOICES.filter((value) => value !== 'draft' || app.draftsMailNobody || invite === 'draft');
  return (
    <Choice
      of="invite"
      options={offered.map((value) => ({ value, text: say(`set_invite_${value}`) }))}
      more={attendees ? <Means invite={invite} draftsMailNobody={app.draftsMailNobody} /> : say('set_invite_off')}
    />
  );
}

function Means({ invite, draftsMailNobody }: { invite: Settings['invite']; draftsMailNobody: boolean }) {
  const unknown = !draftsMailNobody && say('set_invite_draftUnknown', { button: say('trial_go') });
  if (invite === 'never') return null;
  if (invite === 'always') return <strong class="mails">{say('set_invite_alwaysHint')}</strong>;
  // Why they are not offered, or not made.
  return unknown || (invite === 'draft' ? say('set_invite_draftHint') : null);
}
