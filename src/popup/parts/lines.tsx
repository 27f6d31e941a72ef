/** A field with one value a line. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface LinesProps {
  label: string;
  hint: ComponentChildren;
  values: readonly string[];
  /** What separates two entries. */
  separator: RegExp;
  disabled?: boolean;
  onValues: (values: string[]) => void;
}

/** A list of texts, one a line. */
export function Lines({ label, hint, values, separator, disabled = false, onValues }: LinesProps) {
  const id = useId();
  const typed = useSignal('');
  // What is typed may end in an empty line, which is no entry; it stays until the list is another one than it says.
  const kept = entries(typed.value, separator).join('\n') === values.join('\n');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        spellcheck={false}
        disabled={disabled}
        value={kept ? typed.value : values.join('\n')}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          onValues(entries(typed.value, separator));
        }}
      />
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

const entries = (text: string, separator: RegExp): string[] => [
  ...new Set(
    text
      .split(separator)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  ),
];
