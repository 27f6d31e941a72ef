/** An error, as a box or as its sentences alone. */
import type { ComponentChildren } from 'preact';
import { say } from '../../shared/say';
import type { ErrorView } from '../../shared/state';
import { errorRemedy, errorSentence } from '../../shared/words';

interface BoxProps {
  error: ErrorView | undefined;
  /** For the field that it is about. */
  id?: string;
  children?: ComponentChildren;
}

/** What failed, and the way out. */
export function ErrorBox({ error, id, children }: BoxProps) {
  if (!error) return null;
  return (
    <div class="box error" role="alert" id={id}>
      <ErrorText error={error} />
      {children}
    </div>
  );
}

/** Code and detail are for whoever is asked for help: folded away. `brief`: where there is no room for them. */
export function ErrorText({ error, brief = false }: { error: ErrorView; brief?: boolean }) {
  const remedy = errorRemedy(error);
  return (
    <>
      <p class="sentence">{errorSentence(error)}</p>
      {remedy !== '' && <p>{remedy}</p>}
      {!brief && <ErrorDetails error={error} />}
    </>
  );
}

export function ErrorDetails({ error }: { error: ErrorView }) {
  return (
    <details class="fine">
      <summary>{say('details')}</summary>
      <p dir="auto">
        {error.code}
        {error.detail !== '' && `: ${error.detail}`}
      </p>
    </details>
  );
}
