/** The first of what waits, in the small window. */
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { needSentences, needTitle } from '../../shared/need-words';
import type { NeedsItem } from '../../shared/needs';
import { say, sayWith } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { fieldText, valueText } from '../../shared/words';
import { useAction } from '../model/action';
import { Button } from '../parts/button';
import { Changes } from '../parts/changes';
import { ErrorText } from '../parts/error';
import { PageLink } from '../parts/page-link';
import { When } from '../parts/places';
import { AnswerButtons, isPicked } from './answer-buttons';
import { type Answer, answered, give, noteAsked } from './answering';
import { Candidates } from './candidates';

/** Answers that fit into the small window; the others are on the page. */
const SMALL = 3;

/** The first question, to be answered on the spot. The next one comes only when it is asked for: nothing takes the place of what was pressed. */
export function FirstQuestion({ app }: { app: AppState }) {
  const action = useAction();
  const id = useId();
  const kept = useSignal<{ item: NeedsItem; text?: string } | undefined>(undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const { firstNeed, needsYou } = app.sync;
  useEffect(() => noteAsked(firstNeed ? [firstNeed] : []), [firstNeed]);
  const item = kept.value?.item ?? firstNeed;
  if (!item) return null;
  const text = kept.value ? kept.value.text : answered.value.get(item.id)?.text;
  const next = firstNeed && !answered.value.has(firstNeed.id);
  const onAnswer = (asked: NeedsItem) => (answer: Answer, said: string) => {
    kept.value = { item: asked };
    void give(action, [asked], answer, said).then((well) => {
      if (!well) return;
      kept.value = { item: asked, text: answered.peek().get(asked.id)?.text ?? said };
      heading.current?.focus();
    });
  };
  return (
    <section class="first-question" aria-labelledby={id}>
      <h2 id={id} tabIndex={-1} ref={heading}>
        <bdi>{needTitle(item)}</bdi> <When when={item.when} />
      </h2>
      <p class="why" aria-live="polite">
        {text ?? needSentences(item)[0]}
      </p>
      {text === undefined && <Before item={item} />}
      {action.error && <ErrorText error={action.error} brief />}
      {text === undefined ? (
        <>
          {item.kind === 'parent' && <Candidates item={item} action={action} onAnswer={onAnswer(item)} />}
          <AnswerButtons item={small(item)} about={id} action={action} onAnswer={onAnswer(item)} />
        </>
      ) : (
        next && (
          <div class="buttons">
            <Button
              onPress={() => {
                kept.value = undefined;
                heading.current?.focus();
              }}
            >
              {say('need_next')}
            </Button>
          </div>
        )
      )}
      {needsYou > 0 && <PageLink view="needs">{say('needs_all', { count: needsYou })}</PageLink>}
    </section>
  );
}

/** So many fields have room in the small window; all of them stand on the page. */
const FIELDS = 2;

/** What one has to know before one presses: what would change, what either side says, and what does not come back. */
function Before({ item }: { item: NeedsItem }) {
  return (
    <>
      <Changes changes={item.changes.slice(0, FIELDS)} />
      {item.values.slice(0, FIELDS).map(({ field, outlook, espo }) => (
        <p key={field} class="why">
          {sayWith('card_values', {
            field: fieldText(field),
            outlook: <bdi>{valueText(field, outlook) || say('empty')}</bdi>,
            espo: <bdi>{valueText(field, espo) || say('empty')}</bdi>,
          })}
        </p>
      ))}
      {item.actions.some(({ does }) => does === 'remove') &&
        item.kind !== 'hold' &&
        needSentences(item)
          .slice(1)
          .map((sentence) => (
            <p key={sentence} class="hint">
              {sentence}
            </p>
          ))}
    </>
  );
}

/** What takes a choice or a long list is answered on the page: here only what loses nothing. */
function small(item: NeedsItem): NeedsItem {
  const actions = item.actions.filter(({ action, danger }) =>
    item.kind === 'hold' ? !danger : action !== 'fields' && !isPicked(item, action),
  );
  return { ...item, choices: [], actions: actions.slice(0, SMALL) };
}
