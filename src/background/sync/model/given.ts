/** What an item is given when it is made, beside its fields: once, and never again. Afterwards it is a person's. */
export interface Given {
  /** How an event shows in its calendar, as Graph calls it. */
  showAs?: string;
  /** Minutes before the start; null for none at all. Missing: as the server does it by itself. */
  reminder?: number | null;
  /** An event that is a Teams meeting. */
  online?: true;
  /** An event's category. */
  category?: string;
}
