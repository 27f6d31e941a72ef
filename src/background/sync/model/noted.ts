/** Cursors that remember what a person has said of an event. */

/** All-day events that a Call cannot be and that the user wants as a Meeting: remembered until it is made. */
export const AS_MEETING = 'asMeeting|';
/** Events that the user has said to leave out. */
export const QUIET = 'quiet|';
