/** What an item may be linked with or belong to, or what may be chosen in the place of what is gone. */
import { parentText } from '../../shared/need-words';
import type { NeedsItem } from '../../shared/needs';
import { say } from '../../shared/say';
import { moment, titleText } from '../../shared/words';
import type { Action } from '../model/action';
import { Button } from '../parts/button';
import type { Answer } from './answering';

interface Props {
  item: NeedsItem;
  action: Action;
  onAnswer: (answer: Answer, text: string) => void;
}

/** What it may be: the same name and time, told apart by where each is and when it was made. */
export function Candidates({ item, action, onAnswer }: Props) {
  if (item.choices.length === 0) return null;
  if (item.kind === 'choice') return <Instead item={item} action={action} onAnswer={onAnswer} />;
  if (item.kind === 'parent') return <Parents item={item} action={action} onAnswer={onAnswer} />;
  return (
    <ul class="candidates">
      {item.choices.map(({ id, title, place, madeAt, url }) => {
        const name = titleText(title);
        const where = [place, madeAt > 0 ? say('made', { time: moment(madeAt) }) : ''].filter((one) => one !== '');
        return (
          <li key={id}>
            <span>
              {url === '' ? (
                <bdi>{name}</bdi>
              ) : (
                <a href={url} target="_blank" rel="noopener noreferrer">
                  <bdi>{name}</bdi>
                </a>
              )}{' '}
              <span class="hint">{where.join(' · ')}</span>
            </span>
            <Button
              busy={action.busy}
              onPress={() => onAnswer({ action: 'link', choice: id }, say('need_done', { answer: say('answer_link') }))}
            >
              {say('answer_link')}
              <span class="ears"> {[name, ...where].join(', ')}</span>
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

/** What may be used instead of what is gone. */
function Instead({ item, action, onAnswer }: Props) {
  return (
    <div class="buttons">
      {item.choices.map(({ id, title }) => {
        const name = say('answer_use', { title });
        return (
          <Button
            key={id}
            busy={action.busy}
            onPress={() => onAnswer({ action: 'choose', choice: id }, say('need_chosen', { title }))}
          >
            {name}
          </Button>
        );
      })}
    </div>
  );
}

/** What the record may belong to, by name. */
function Parents({ item, action, onAnswer }: Props) {
  return (
    <div class="buttons">
      {item.choices.map((choice) => {
        const name = parentText(choice);
        return (
          <Button
            key={choice.id}
            busy={action.busy}
            onPress={() => onAnswer({ action: 'belongs', choice: choice.id }, say('need_done', { answer: name }))}
          >
            {name}
          </Button>
        );
      })}
    </div>
  );
}
