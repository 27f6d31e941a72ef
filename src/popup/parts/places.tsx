/** Links to an item on both sides. */
import type { Place, WhenView } from '../../shared/items';
import { say } from '../../shared/say';
import { sideText, titleText, whenText } from '../../shared/words';
import { Icon } from './icon';

interface ItemProps {
  title: string;
  outlook: Place;
  espo: Place;
}

/** Links to the item on both sides; of a side where it cannot be opened only its name. */
export function Places({ title, outlook, espo }: ItemProps) {
  return (
    <span class="places">
      <PlaceLink side="outlook" place={outlook} title={title} />
      <PlaceLink side="espo" place={espo} title={title} />
    </span>
  );
}

function PlaceLink({ side, place, title }: { side: 'outlook' | 'espo'; place: Place; title: string }) {
  if (!place.there) return null;
  const text = place.name === '' ? sideText(side) : say('place', { side: sideText(side), name: place.name });
  if (place.url === '') return <span>{text}</span>;
  return (
    <a href={place.url} target="_blank" rel="noopener noreferrer">
      {text}
      <Icon name="open" />
      <span class="ears"> {say('placeOf', { title: titleText(title) })}</span>
    </a>
  );
}

export function When({ when }: { when: WhenView }) {
  const text = whenText(when);
  if (text === '') return null;
  return (
    <time class="when" dateTime={new Date(when.start).toISOString()}>
      {text}
    </time>
  );
}
