/** A user who reads what is asked of them, answers and undoes: where most hand-written histories begin. */
import { Hands } from './hands.ts';
import { scene } from './scene.ts';

export const bob = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };

export const eve = { type: 'required', emailAddress: { address: 'eve@customer.example', name: '' } };

/** A scene with a user who reads and answers. */
export async function stage(...args: Parameters<typeof scene>) {
  const here = await scene(...args);
  const hands = new Hands(here.browser);
  const eventOf = (subject: string) => here.mailbox.events().find((e) => e.subject === subject)?.id ?? '';
  const idOf = (name: string, type = 'Meeting') =>
    String(here.espo.dump(type).find((row) => row['name'] === name)?.id ?? '');
  return { ...here, hands, eventOf, idOf };
}

/** Some that stay, so that no deletion is one of "all that there is". */
export const OTHERS = ['Other 1', 'Other 2', 'Other 3'];
