/** The random part of a marker, which also says whose record the event was made for: several EspoCRM users may sync one mailbox. */
import type { Engine } from './engine';

const END = '.';

export const newNonce = ({ policy, newId }: Pick<Engine, 'policy' | 'newId'>): string =>
  `${policy.me.espoUserId}${END}${newId()}`;

/** The EspoCRM user whose browser wrote it; '' in markers of earlier versions, which do not say. */
export const ownerOf = (nonce: string): string => {
  const end = nonce.lastIndexOf(END);
  return end < 0 ? '' : nonce.slice(0, end);
};
