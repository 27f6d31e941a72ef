/** By what pages call what they ask about: a word for its kind, and its id. A row that waits has its own id and no word. */
export const LINK = 'link:';
export const SEEN = 'seen:';
export const STRANGER = 'stranger:';
export const CHOICE = 'choice:';
/** What the record of a link belongs to. */
export const PARENT = 'parent:';
export const HOLD = 'hold:';
/** A row of the log. */
export const CHANGE = 'change:';
