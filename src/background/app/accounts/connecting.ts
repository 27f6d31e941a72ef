/** Sides whose sign-in is under way: the popup may be closed and opened again meanwhile. */
export const connecting = { outlook: false, espo: false };
