/** A zip that depends on nothing but names and contents: sorted, of one fixed time, without owners and rights. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** 1980-01-01 00:00, the first that a zip can say. */
const DATE = (1 << 5) | 1;
const UTF8 = 0x0800;
const DEFLATE = 8;

function header(signature, made, { name, packed, data, sum }) {
  const fixed = Buffer.alloc(26);
  [20, UTF8, DEFLATE, 0, DATE].forEach((value, i) => fixed.writeUInt16LE(value, i * 2));
  [sum, packed.length, data.length].forEach((value, i) => fixed.writeUInt32LE(value, 10 + i * 4));
  fixed.writeUInt16LE(Buffer.byteLength(name), 22);
  return Buffer.concat([Buffer.from(signature), Buffer.from(made), fixed]);
}

/** `files`: names with slashes, and their contents. */
export function zip(files) {
  const entries = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, data]) => ({ name, data, packed: deflateRawSync(data, { level: 9 }), sum: crc32(data) }));
  const parts = [];
  const central = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const local = Buffer.concat([header('PK\x03\x04', [], entry), name, entry.packed]);
    // Comment, disk, attributes: none.
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(header('PK\x01\x02', [20, 0], entry), rest, name);
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** Everything in a folder, by its name in there. */
export function filesIn(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name))]));
}
