export function zip(files: Record<string, Uint8Array>): Buffer;
export function filesIn(folder: string): Record<string, Buffer>;
