// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFocus } from './keep-focus';

let stop: () => void;
beforeEach(() => {
  document.body.innerHTML = `<div id="app"><main>
    <section id="side"><h2>EspoCRM</h2><form><button id="connect">Connect</button></form></section>
    <section id="bare" aria-label="Outlook"><ul><button id="cancel">Cancel</button></ul></section>
  </main></div>`;
  stop = keepFocus(document.getElementById('app') as HTMLElement);
});
afterEach(() => stop());

const $ = (id: string) => document.getElementById(id) as HTMLElement;
const later = () => new Promise((resolve) => setTimeout(resolve, 160));

/** As browsers do: the focus of what is taken out falls to the body. */
function takeOut(element: HTMLElement): void {
  element.remove();
  (document.activeElement as HTMLElement | null)?.blur();
}

it('goes to the heading of the place whose form is gone', async () => {
  $('connect').focus();
  takeOut($('connect').closest('form') as HTMLElement);
  await later();
  expect(document.activeElement?.textContent).toBe('EspoCRM');
});

it('goes to the place itself where it has no heading', async () => {
  $('cancel').focus();
  takeOut($('cancel'));
  await later();
  expect(document.activeElement?.id).toBe('bare');
});

it('is left where a view has put it meanwhile', async () => {
  $('connect').focus();
  takeOut($('connect').closest('form') as HTMLElement);
  $('cancel').focus();
  await later();
  expect(document.activeElement?.id).toBe('cancel');
});

it('is nobody’s where nothing went away', async () => {
  $('connect').focus();
  $('connect').blur();
  $('cancel').remove();
  await later();
  expect(document.activeElement).toBe(document.body);
});
