import { expect, it, vi } from 'vitest';
import { i18nOf } from '../../test/surface/texts';
import { say } from './say';
import { listText, valueText } from './words';

/** Isolates and marks by names that can be read. */
const shown = (text: string): string =>
  text.replaceAll('\u2068', '[').replaceAll('\u2069', ']').replaceAll('\u200f', '<').replaceAll('\u200e', '>');

it('several names stand one after the other in the direction of the page, whatever they are written in', () => {
  vi.stubGlobal('chrome', { i18n: i18nOf('ar') });
  expect(shown(listText(['Bob Ray', 'eve@customer.example']))).toBe('<[Bob Ray] و[eve@customer.example]');
  // Isolated as one part of a sentence it still begins with the direction of the page.
  expect(shown(say('status_signInHint', { sides: listText(['Outlook', 'EspoCRM']) }))).toContain(
    '[<[Outlook] و[EspoCRM]]',
  );
  expect(shown(valueText('attendees', 'ann@x.example accepted, bob@y.example'))).toMatch(/^<\[\[ann@x\.example\] \(/);
});

it('nothing is marked where all runs from left to right; a name that does not is isolated', () => {
  vi.stubGlobal('chrome', { i18n: i18nOf('en') });
  expect(shown(listText(['Bob', 'Eve']))).toBe('Bob and Eve');
  expect(shown(listText(['פגישה', 'Eve']))).toBe('>[פגישה] and Eve');
});
