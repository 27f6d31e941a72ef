export const ROOT: string;
export function findBrowser(): string | undefined;
