/** A link to a view of the full page. */
import type { ComponentChildren } from 'preact';
import { isPopup } from '../model/place';
import type { View } from '../model/view';

interface PageLinkProps {
  view: View;
  children: ComponentChildren;
  /** Where on that view; '' for its top. */
  at?: string;
}

/** Leads to a view of the full page: in a tab from the popup, in place on the page. */
export function PageLink({ view, at = '', children }: PageLinkProps) {
  const hash = at === '' ? `#${view}` : `#${view}/${at}`;
  return isPopup() ? (
    <a href={`page.html${hash}`} target="_blank" rel="noreferrer">
      {children}
    </a>
  ) : (
    <a href={hash}>{children}</a>
  );
}
