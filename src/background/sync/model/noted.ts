/** Cursors that remember what a person has said of an event, and what was under way. */

/** All-day events that a Call cannot be and that the user wants as a Meeting: remembered until it is made. */
export const AS_MEETING = 'asMeeting|';
/** Events that the user has said to leave out. */
export const QUIET = 'quiet|';
/** When the run under way last began to make what is planned, by our clock, and how much that is. It stands only while that goes on, and after a stop. */
export const MAKING = 'making';
