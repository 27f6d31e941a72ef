/** Answers about what was chosen and is gone. */
import type { ChosenThing, GoneChoice } from '../../../shared/needs';
import type { Engine } from '../model/engine';
import { QUIET } from '../model/noted';
import type { Changes } from '../model/store';
import { CHOICE } from './ids';

/** What was chosen, of which entity, and its id. */
export const choiceId = ({ what, of, id }: GoneChoice): string => `${CHOICE}${[what, of.type, id].join('|')}`;

export function choiceOf(id: string): { what: ChosenThing; type: string; id: string } {
  const [what, type = '', ...rest] = id.slice(CHOICE.length).split('|') as [ChosenThing, ...string[]];
  return { what, type, id: rest.join('|') };
}

/** Another one is chosen in the settings; here it is only left so. What a calendar that is left out has left behind stays without a question, or goes. */
export async function choiceAnswered({ store }: Engine, id: string, action: 'discard' | 'remove'): Promise<Changes> {
  const { what, id: calendar } = choiceOf(id);
  if (what !== 'otherCalendar') return { cursors: { put: [{ pair: store.pair, name: QUIET + id, value: 'yes' }] } };
  const links = (await store.linksInFeed('outlook', calendar)).filter((l) => l.reason === 'calendarGone');
  return {
    links: { put: links.map((link) => (action === 'remove' ? { ...link, wish: action } : { ...link, quiet: true })) },
  };
}
