/** First run: what the extension does and never does. */
import { say } from '../../shared/say';

const LINES = ['first_what', 'first_where', 'first_reads', 'first_nobody', 'first_undo'] as const;

/** What it does and what goes where, in five lines. */
export function Intro() {
  return (
    <ul class="intro">
      {LINES.map((line) => (
        <li key={line}>{say(line)}</li>
      ))}
    </ul>
  );
}
