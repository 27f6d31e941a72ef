/** Where a card stands: beside this place, for as long as it is there. */
export interface Anchor {
  /** undefined: it is not there any more. */
  rect(): DOMRect | undefined;
  /** Whose theme and direction it takes. */
  near: Element;
  /** Gives the focus back to Outlook, where what had it was drawn anew meanwhile. */
  focus(): void;
}
