/** Links to an item on both sides. */
import type { Place, WhenView } from '../../shared/items';
import { say } from '../../shared/say';
import { sideText, titleText, whenText } from '../../shared/words';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from './button';
import { ErrorBox } from './error';
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
  if (place.url === '' && place.ask) return <Asked ask={place.ask} text={text} title={title} />;
  if (place.url === '') return <span>{text}</span>;
  return (
    <a href={place.url} target="_blank" rel="noopener noreferrer">
      {text}
      <Icon name="open" />
      <span class="ears"> {say('placeOf', { title: titleText(title) })}</span>
    </a>
  );
}

/** Where it opens is not known yet: Outlook is asked when somebody wants to. */
function Asked({ ask, text, title }: { ask: string; text: string; title: string }) {
  const action = useAction();
  const open = () =>
    void action.run(async () => {
      const { url } = await send('item.open', { id: ask });
      if (url !== '') await chrome.tabs.create({ url });
      return undefined;
    });
  return (
    <>
      <Button look="quiet" busy={action.busy} onPress={open}>
        {text}
        <Icon name="open" />
        <span class="ears"> {say('placeOf', { title: titleText(title) })}</span>
      </Button>
      <ErrorBox error={action.error} />
    </>
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
