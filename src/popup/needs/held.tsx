/** What a held change holds, line by line. */
import { useSignal } from '@preact/signals';
import type { PlanLine } from '../../shared/items';
import type { NeedsItem } from '../../shared/needs';
import { say } from '../../shared/say';
import { send } from '../model/client';
import { PlanLines } from '../parts/plan-lines';

interface Props {
  item: NeedsItem;
  /** Ids of the rows that are to be answered; undefined: all of them. */
  chosen: readonly string[] | undefined;
  onChoose: (ids: readonly string[] | undefined) => void;
}

/** What a held change holds, one by one, to be looked at and answered in parts. */
export function Held({ item, chosen, onChoose }: Props) {
  const open = useSignal(false);
  const shown = useSignal<readonly PlanLine[]>([]);
  const toggle = (id: string, on: boolean) => {
    const now = chosen ?? shown.value.map((line) => line.id);
    onChoose(on ? [...now, id] : now.filter((one) => one !== id));
  };
  return (
    <details
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{say('need_holdItems', { count: item.count })}</summary>
      {open.value && (
        <PlanLines
          ask={(text, after) => send('needs.rows', { id: item.id, text, limit: 200, after })}
          onShown={(lines) => {
            shown.value = lines;
          }}
          pick={{
            is: (id) => chosen === undefined || chosen.includes(id),
            set: toggle,
            all: (on) => onChoose(on ? undefined : []),
            some: chosen !== undefined,
          }}
        />
      )}
    </details>
  );
}
