/** What changes from what to what. */
import type { FieldChange } from '../../shared/items';
import { say } from '../../shared/say';
import { fieldText, valueText } from '../../shared/words';

/** Between what is and what will be. */
export const Arrow = () => <span class="arrow" role="img" aria-label={say('becomes')} />;

/** Per field, as it is and as it would be. */
export function Changes({ changes }: { changes: readonly FieldChange[] }) {
  if (changes.length === 0) return null;
  return (
    <dl class="changes">
      {changes.map(({ field, from, to }) => (
        <div key={field}>
          <dt>{fieldText(field)}</dt>
          <dd>
            <del>
              <bdi>{valueText(field, from) || say('empty')}</bdi>
            </del>
            <Arrow />
            <ins>
              <bdi>{valueText(field, to) || say('empty')}</bdi>
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
