import { afterEach, expect, it, vi } from 'vitest';
import { i18nOf } from '../../test/surface/texts';
import { language, say } from './say';

afterEach(() => vi.unstubAllGlobals());

function browserIn(name: 'en' | 'de') {
  const texts = i18nOf(name);
  const i18n = {
    getMessage: vi.fn<(key: string) => string>(texts.getMessage),
    getUILanguage: vi.fn<() => string>(texts.getUILanguage),
  };
  vi.stubGlobal('chrome', { i18n });
  return i18n;
}

it('the browser is asked for each text once: a list says the same words in all of its lines', () => {
  const { getMessage, getUILanguage } = browserIn('en');
  for (let i = 0; i < 100; i += 1) say('undo_ask', { count: i });
  expect(getMessage.mock.calls.filter(([key]) => key === 'undo_ask')).toHaveLength(1);
  expect(getUILanguage).toHaveBeenCalledTimes(1);
});

it('another language has words of its own', () => {
  browserIn('en');
  expect([language().locale, say('undo')]).toEqual(['en', 'Undo']);
  browserIn('de');
  expect(language().locale).toBe('de');
  expect(say('undo')).not.toBe('Undo');
});
