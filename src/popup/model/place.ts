/** The same app stands in the small window at the extension's button, and in a tab. */
export const isPopup = (): boolean => document.documentElement.classList.contains('popup');
