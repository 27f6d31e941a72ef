// @vitest-environment happy-dom
import { screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { open, openPopup, setUp, tearDown, text } from '../../../test/popup/bench';
import { connected, started } from '../../../test/surface/fixtures';

beforeEach(setUp);
afterEach(tearDown);

it.each([true, false])('says that badges are paused while Outlook’s page is not recognised: %s', async (paused) => {
  const app = connected({ enabled: true });
  await open({ ...app, outlook: { ...app.outlook, badgesPaused: paused } });
  expect(screen.queryByText(text('badgesPaused')) !== null).toBe(paused);
});

it.each([true, false])('and so says the small window: %s', async (paused) => {
  const app = started();
  await openPopup({ ...app, outlook: { ...app.outlook, badgesPaused: paused } });
  expect(screen.queryByText(text('badgesPaused')) !== null).toBe(paused);
});
