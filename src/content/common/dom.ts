/** Elements, made by hand. */
import { language } from '../../shared/say';

/** Elements by their attributes and children; text is only ever text. */

export type Child = Node | string | false | null | undefined;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  for (const child of children) if (child) node.append(child);
  return node;
}

/** The language and direction of what the extension says, which need not be those of the page. */
export function spokenAs(): { lang: string; dir: string } {
  const { locale, rtl } = language();
  return { lang: locale, dir: rtl ? 'rtl' : 'ltr' };
}
