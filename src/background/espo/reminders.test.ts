import { describe, expect, it } from 'vitest';
import { popupAt, popupOf } from './reminders';

const popup = (seconds: unknown) => ({ type: 'Popup', seconds });

describe('the reminder of a record', () => {
  it.each([
    ['the popup that comes last', [popup(86_400), popup(900), { type: 'Email', seconds: 60 }], 15],
    ['at the start', [popup(0)], 0],
    ['none', [], null],
    ['mails only', [{ type: 'Email', seconds: 60 }], null],
    ['what nobody understands', [popup('soon'), popup(-60), null, 7], null],
    ['nothing is said of it: a list, or a role that hides it', undefined, undefined],
    ['no list', {}, undefined],
  ])('is %s', (_what, sent, minutes) => {
    expect(popupOf(sent)).toBe(minutes);
  });

  it('comes back as it was written', () => {
    for (const minutes of [0, 1, 15, 1440]) expect(popupOf([popupAt(minutes)])).toBe(minutes);
  });
});
