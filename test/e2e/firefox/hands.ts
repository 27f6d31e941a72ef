/** The hands of a user on the extension's page in Firefox: what is pressed and filled in is found by the words that stand there. */
import type { AppState } from '../../../src/shared/state.ts';
import { until } from '../popup.ts';
import type { Firefox } from './firefox.ts';

const KEY = 'data-hand';

/** Marks the one thing of that role and name that can be seen, and says whether there is one. Runs in the page. */
function mark(role: string, name: string, key: string): boolean {
  for (const old of document.querySelectorAll(`[${key}]`)) old.removeAttribute(key);
  const roles: Record<string, string> = {
    button: 'button',
    combobox: 'select',
    checkbox: 'input[type=checkbox]',
    textbox: 'input:not([type=checkbox]), textarea',
  };
  const words = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (element: Element): string => {
    const by = element.getAttribute('aria-labelledby');
    if (by)
      return words(
        by
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent)
          .join(' '),
      );
    if (element.hasAttribute('aria-label')) return words(element.getAttribute('aria-label'));
    const [label] = (element as HTMLInputElement).labels ?? [];
    return words((label ?? element).textContent);
  };
  const seen = (element: Element) => element.getClientRects().length > 0 && !(element as HTMLButtonElement).disabled;
  const all = [...document.querySelectorAll(roles[role] ?? role)].filter(seen);
  const found = all.find((one) => nameOf(one) === name) ?? all.find((one) => nameOf(one).startsWith(name));
  found?.setAttribute(key, '');
  return found !== undefined;
}

async function the(firefox: Firefox, role: string, name: string): Promise<string> {
  await until(
    () => firefox.driver.run(mark, role, name, KEY),
    async () => `no ${role} "${name}" in: ${await text(firefox)}`,
  );
  const id = await firefox.driver.find(`[${KEY}]`);
  if (id === undefined) throw new Error(`${role} "${name}" is gone`);
  return id;
}

/** What can be read on the page. */
export const text = (firefox: Firefox): Promise<string> => firefox.driver.run(() => document.body.innerText);

export async function press(firefox: Firefox, name: string): Promise<void> {
  await firefox.driver.click(await the(firefox, 'button', name));
}

export async function fill(firefox: Firefox, name: string, value: string): Promise<void> {
  const field = await the(firefox, 'textbox', name);
  await firefox.driver.send('WebDriver:ElementClear', { id: field });
  await firefox.driver.type(field, value);
}

export async function choose(firefox: Firefox, name: string, option: string): Promise<void> {
  await the(firefox, 'combobox', name);
  await firefox.driver.run(
    (key: string, label: string) => {
      const select = document.querySelector(`[${key}]`) as HTMLSelectElement;
      select.selectedIndex = [...select.options].findIndex((one) => one.label === label);
      select.dispatchEvent(new Event('input', { bubbles: true }));
      select.dispatchEvent(new Event('change', { bubbles: true }));
    },
    KEY,
    option,
  );
}

export async function tick(firefox: Firefox, name: string): Promise<void> {
  const box = await the(firefox, 'checkbox', name);
  if (
    !(await firefox.driver.run((key: string) => (document.querySelector(`[${key}]`) as HTMLInputElement).checked, KEY))
  )
    await firefox.driver.click(box);
}

/** Presses the button and waits for the end of that run. */
export async function sync(firefox: Firefox, button: 'Start' | 'Sync now' = 'Sync now'): Promise<AppState> {
  // Where it stands the page has reached the event page.
  await the(firefox, 'button', button);
  const before = (await firefox.state()).sync.last?.at ?? 0;
  await press(firefox, button);
  let state = await firefox.state();
  await until(
    async () => {
      state = await firefox.state();
      return !state.sync.running && (state.sync.last?.at ?? 0) > before;
    },
    () => `no end of the run: ${JSON.stringify(state.sync)}`,
    60_000,
  );
  return state;
}
