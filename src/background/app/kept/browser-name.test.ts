import { expect, it } from 'vitest';
import { nameOf } from './browser-name';

const agent = (platform: string) => `Mozilla/5.0 (${platform}; rv:140.0) Gecko/20100101 Firefox/140.0`;
const hints = (brand: string) => ({
  userAgent: agent('x'),
  userAgentData: {
    brands: [{ brand: 'Not)A;Brand' }, { brand: 'Chromium' }, ...(brand ? [{ brand }] : [])],
    platform: 'Windows',
  },
});

it('names the browser as its user knows it', () => {
  expect(nameOf(hints('Microsoft Edge'))).toBe('Microsoft Edge on Windows');
  expect(nameOf(hints(''))).toBe('Chromium on Windows');
  expect(nameOf({ userAgent: agent('X11; Linux x86_64') })).toBe('Firefox on X11');
  expect(nameOf({ userAgent: '' })).toBe('a browser');
});
