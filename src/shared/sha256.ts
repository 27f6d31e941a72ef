import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text, hex. At once: the browser's own goes through another thread, which takes ten times as long as the few bytes of a key. */
export const sha256 = (text: string): string => bytesToHex(digest(utf8ToBytes(text)));
