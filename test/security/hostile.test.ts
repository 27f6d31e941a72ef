import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('hostile.ts', import.meta.url));

/** Megabytes for everything: the worker's own code, the stand-ins, and what they send. */
const MEMORY = 300;

async function play(kind: string) {
  const args = [`--max-old-space-size=${MEMORY}`, '--import', 'tsx', SCRIPT, kind];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as { ends: string[]; names: string[]; subjects: string[]; waits: string[] };
}

/** A process that runs out of memory ends without a line. */
describe.concurrent(`with ${MEMORY} MB of memory`, () => {
  it('invitations of any size become records that hold what fits, and the others are synced beside them', async () => {
    const { ends, names } = await play('outlook');
    expect(ends).toEqual(['11 writes', '0 writes', '0 writes', '0 writes']);
    expect(names).toEqual([
      ...[
        'Body 0',
        'Body 1',
        'Checked',
        'Digits',
        'Guests',
        'Links',
        'Names',
        'Place',
        'Plain',
        'SSSSSSSSSSSS',
        'Tags',
      ],
    ]);
  }, 300_000);

  it('an EspoCRM that sends texts of any size costs no more than those texts', async () => {
    const { ends, subjects } = await play('espo');
    expect(ends).toEqual(['4 writes', '0 writes', '0 writes', '0 writes']);
    expect(subjects).toEqual(['Page', 'Plain', 'SSSSSSSSSSSS', 'Text']);
  }, 300_000);

  it('two hundred megabytes are a part of EspoCRM that failed, by its name, and nothing is lost by it', async () => {
    const { ends, subjects } = await play('flood');
    const tooLarge = '0 writes, espo.unreadable: an answer that is too large';
    expect(ends).toEqual([tooLarge, tooLarge, '4 writes', '0 writes']);
    expect(subjects).toHaveLength(4);
  }, 300_000);
});
