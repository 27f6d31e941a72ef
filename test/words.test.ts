import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** How a command ends, and all that it says. */
async function command(file: string, ...words: string[]): Promise<{ code: unknown; said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file, ...words]);
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

it.each([
  ['test/security/fuzz-cli.ts', ['--answers', 'abc'], '--answers must be a whole number of at least 1, not abc.'],
  ['test/security/fuzz-cli.ts', ['--answers', '0'], '--answers must be a whole number of at least 1, not 0.'],
  ['test/security/fuzz-cli.ts', ['--answer', '1'], "Unknown option '--answer'"],
  ['test/contract/cli.ts', ['--json'], "Option '--json <value>' argument missing"],
  ['test/e2e/start.ts', ['--once', '--json'], '--json needs a file name.'],
  ['test/sandbox/cli.ts', ['exchange'], 'A service is graph, entra, espo, outlook, not exchange.'],
  ['test/sandbox/cli.ts', ['--port', 'x'], '--port must be a whole number, not x.'],
])(
  '%s %s is answered by a sentence',
  async (file, words, sentence) => {
    const { code, said } = await command(file, ...words);
    expect(code).toBe(2);
    expect(said.trim().split('\n')).toEqual([expect.stringContaining(sentence)]);
  },
  60_000,
);

it('a port that is taken is named', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, said } = await command('test/sandbox/cli.ts', '--plain', '--empty', '--port', String(port));
  server.close();
  expect([code, said.trim()]).toEqual([2, `listen EADDRINUSE: address already in use 127.0.0.1:${port}`]);
}, 60_000);
