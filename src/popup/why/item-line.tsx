import { useId } from 'preact/hooks';
import type { ItemView } from '../../shared/items';
import { say } from '../../shared/say';
import { detailText, titleText } from '../../shared/words';
import { Places, When } from '../parts/places';
import { RemedyButton } from './remedy';

/** One event or record: how it stands, why, and what can be done. `brief`: its reason and its remedy stand above it. */
export function ItemLine({ item, brief = false }: { item: ItemView; brief?: boolean }) {
  const id = useId();
  const { state, reason, detail, count } = item;
  return (
    <>
      <p class="title" id={id}>
        <bdi>{titleText(item.title)}</bdi> {count > 1 && <span class="count">{say('why_series', { count })}</span>}
      </p>
      <p class="hint">
        <When when={item.when} /> <Places title={item.title} outlook={item.outlook} espo={item.espo} />
      </p>
      {!brief && (
        <p>
          {say(`state_${state}`)} {reason !== '' && say(`reason_${reason}`)}
        </p>
      )}
      {detail !== '' && <p dir="auto">{detailText(detail)}</p>}
      {(!brief || item.again) && (
        <RemedyButton remedy={item.again ? { kind: 'again' } : item.remedy} items={[item]} about={id} />
      )}
    </>
  );
}
