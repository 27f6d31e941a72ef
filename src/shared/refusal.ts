/** Why EspoCRM refused something, without words: it is stored as the detail of what waits, and pages say it in the language of the browser. */
export interface Refusal {
  /** The field that it names, and what it has against its value; '' where it names none. */
  field: string;
  type: string;
  /** Its own words, or an administrator's. */
  says: string;
  status: number;
}

const MARK = 'refused:';

export const refusalDetail = ({ field, type, says, status }: Refusal): string =>
  MARK + JSON.stringify([field, type, says, status]);

/** undefined: other words, perhaps those that an earlier version stored. */
export function readRefusal(detail: string): Refusal | undefined {
  if (!detail.startsWith(MARK)) return undefined;
  try {
    const [field, type, says, status] = JSON.parse(detail.slice(MARK.length)) as unknown[];
    const isWhole = [field, type, says].every((text) => typeof text === 'string') && typeof status === 'number';
    return isWhole ? ({ field, type, says, status } as Refusal) : undefined;
  } catch {
    return undefined;
  }
}
