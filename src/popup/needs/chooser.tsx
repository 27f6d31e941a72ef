/** Both values of a conflict, field by field. */
import { useId } from 'preact/hooks';
import type { FieldWord } from '../../shared/fields';
import type { SideName } from '../../shared/items';
import type { NeedsItem } from '../../shared/needs';
import { say } from '../../shared/say';
import { fieldText, sideText, valueText } from '../../shared/words';

interface Props {
  values: NeedsItem['values'];
  chosen: Partial<Record<FieldWord, SideName>>;
  onChoose: (field: FieldWord, side: SideName) => void;
}

/** What either side holds, and per field which of the two is to count. */
export function Chooser({ values, chosen, onChoose }: Props) {
  return (
    <div class="chooser">
      {values.map((value) => (
        <OneField key={value.field} value={value} chosen={chosen[value.field]} onChoose={onChoose} />
      ))}
    </div>
  );
}

interface OneProps {
  value: NeedsItem['values'][number];
  chosen: SideName | undefined;
  onChoose: Props['onChoose'];
}

function OneField({ value, chosen, onChoose }: OneProps) {
  const id = useId();
  return (
    <fieldset>
      <legend>{fieldText(value.field)}</legend>
      {(['outlook', 'espo'] as const).map((side) => (
        <label key={side} class="check">
          <input type="radio" name={id} checked={chosen === side} onChange={() => onChoose(value.field, side)} />
          <span>
            {sideText(side)}: <bdi>{valueText(value.field, value[side]) || say('empty')}</bdi>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
