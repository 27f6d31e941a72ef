/** "Why not synced": the reasons, each with what it leaves out. */
import { useSignal } from '@preact/signals';
import type { ItemView, WhyGroup } from '../../shared/items';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { useList } from '../model/list';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { ItemLine } from './item-line';
import { RemedyButton } from './remedy';
import { Search } from './search';

/** Of each reason so many are shown at first, and with each "Show more". */
const LIMIT = 50;

/** Everything that is not kept in step, by its reason, each with what can be done about it. */
export function WhyNotSynced({ app }: { app: AppState }) {
  const { answer, error } = useList<'why.list'>(() => send('why.list', { group: '', limit: LIMIT, after: '' }));
  return (
    <>
      <h1 tabIndex={-1}>{say('view_why')}</h1>
      <Search />
      <section class="card" aria-labelledby="why">
        <h2 id="why">{say('why_title', { count: answer?.total ?? app.sync.leftOut })}</h2>
        <ErrorBox error={error} />
        {answer?.groups.length === 0 && <p class="empty">{say('why_none')}</p>}
        {answer?.groups.map((group) => (
          <Group key={group.group} group={group} />
        ))}
      </section>
    </>
  );
}

function Group({ group }: { group: WhyGroup }) {
  const more = useSignal<readonly ItemView[]>([]);
  const next = useSignal<string | undefined>(undefined);
  const action = useAction();
  const after = next.value ?? group.next;
  const show = () =>
    void action.run(async () => {
      const answer = await send('why.list', { group: group.group, limit: LIMIT, after });
      const [page] = answer.groups;
      more.value = [...more.peek(), ...(page?.rows ?? [])];
      next.value = page?.next ?? '';
      return undefined;
    });
  return (
    <details>
      <summary>
        <span>{group.reason === '' ? say('state_waits') : say(`reason_${group.reason}`)}</span>
        <span class="count">{say('count', { n: group.total })}</span>
      </summary>
      <RemedyButton remedy={group.remedy} items={[]} />
      <ErrorBox error={action.error} />
      <ul class="rows">
        {[...group.rows, ...more.value].map((item) => (
          <li key={item.id}>
            <ItemLine item={item} brief />
          </li>
        ))}
      </ul>
      {after !== '' && (
        <Button busy={action.busy} onPress={show}>
          {say('showMore')}
        </Button>
      )}
    </details>
  );
}
