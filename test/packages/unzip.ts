/** Reads a zip by its directory: names and contents. */
import { crc32, inflateRawSync } from 'node:zlib';

export function unzip(data: Buffer): Record<string, Buffer> {
  const end = data.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const files: Record<string, Buffer> = {};
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [sum, packed, length] = [16, 20, 24].map((place) => data.readUInt32LE(at + place)) as [
      number,
      number,
      number,
    ];
    const name = data.subarray(at + 46, at + 46 + data.readUInt16LE(at + 28)).toString('utf8');
    const local = data.readUInt32LE(at + 42);
    const from = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
    const content = inflateRawSync(data.subarray(from, from + packed));
    if (content.length !== length || crc32(content) !== sum) throw new Error(`${name} is broken`);
    files[name] = content;
    at += 46 + Buffer.byteLength(name) + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return files;
}
