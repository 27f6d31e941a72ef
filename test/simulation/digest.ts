import { hash } from 'node:crypto';

/**
 * WebCrypto's digest without the thread that it runs in: the same bytes at once. A thread answers when it likes, which would
 * make the order of a history's steps the machine's, not the seed's - and it is slow for a few dozen bytes.
 */
export function digestAtOnce(): void {
  const digest = async (algorithm: AlgorithmIdentifier, data: BufferSource): Promise<ArrayBuffer> => {
    const name = (typeof algorithm === 'string' ? algorithm : algorithm.name).replace('-', '').toLowerCase();
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data;
    return Uint8Array.from(hash(name, new Uint8Array(bytes), 'buffer')).buffer;
  };
  Object.defineProperty(crypto.subtle, 'digest', { value: digest, configurable: true });
}
