/** The page of Outlook that asks, as the browser names it. */
export interface Page {
  tab: number | undefined;
  /** Its very document, in its frame. */
  key: string;
}
