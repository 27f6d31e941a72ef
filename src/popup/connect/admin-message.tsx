/** The message for an administrator, and the button that copies it. */
import { useSignal } from '@preact/signals';
import { language, say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { Button } from '../parts/button';

/** What an administrator of Microsoft 365 needs to let this application in: in the language of the page, and in English. */
export function adminMessage({ redirect, scopes, adminLink }: AppState['outlook']): string {
  // What reads and what writes share is asked for once.
  const all = new Set([...scopes.read, ...scopes.write]);
  const args = { redirect, scopes: [...all].join(', '), link: adminLink };
  const own = say('admin_message', args);
  return language().locale === 'en' ? own : `${own}\n\n---\n\n${say('admin_messageEnglish', args)}`;
}

export function CopyAdminMessage({ outlook }: { outlook: AppState['outlook'] }) {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(adminMessage(outlook));
    copied.value = true;
  };
  return (
    <div class="copy">
      <Button onPress={() => void copy()}>{say('admin_copy')}</Button>
      <span aria-live="polite">{copied.value ? say('copied') : ''}</span>
    </div>
  );
}
