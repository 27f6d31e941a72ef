/**
 * What stands in Outlook's page of ours, and what an earlier version left there: the browser may end a script without asking it, and
 * then its elements stay, with nobody who hears them.
 */

const OWN = 'data-espo-own';

/** An element that the next version takes away, if this one cannot. */
export function ownElement(): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute(OWN, '');
  return element;
}

/** Before anything of this version is shown. */
export function removeLeftovers(): void {
  for (const element of document.querySelectorAll(`[${OWN}]`)) element.remove();
}
