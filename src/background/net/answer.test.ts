import { describe, expect, it } from 'vitest';
import { Refused, readJson, readText } from './answer';

const MOST = 1000;
const refused = async (task: () => unknown) => {
  try {
    await task();
  } catch (error) {
    return error instanceof Refused ? error.what : error;
  }
  return 'read';
};

/** A body that never ends; how many pieces of it were asked for. */
function endless() {
  const asked = { pieces: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        asked.pieces += 1;
        controller.enqueue(new Uint8Array(100));
      },
      cancel() {
        asked.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { asked, response: new Response(body) };
}

describe('the text of an answer', () => {
  it('is read to its end, in whatever pieces it comes', async () => {
    const bytes = new TextEncoder().encode('Zoë 😀');
    const pieces = [...bytes].map((byte) => new Uint8Array([byte]));
    const body = new ReadableStream({ pull: (c) => (pieces[0] ? c.enqueue(pieces.shift()) : c.close()) });
    expect(await readText(new Response(body), MOST)).toBe('Zoë 😀');
    expect(await readText(new Response(null), MOST)).toBe('');
    expect(await readText(new Response('x'.repeat(MOST)), MOST)).toHaveLength(MOST);
  });

  it('is given up where it is too large, by what it says and by what comes', async () => {
    const { asked, response } = endless();
    expect(await refused(() => readText(response, MOST))).toBe('too large');
    expect(asked).toEqual({ pieces: 11, cancelled: true });
    const said = endless();
    const headers = { 'content-length': '200000000' };
    expect(await refused(() => readText(new Response(said.response.body, { headers }), MOST))).toBe('too large');
    expect(said.asked).toEqual({ pieces: 0, cancelled: true });
  });

  it('of a compressed answer is counted as it comes out', async () => {
    const zeros = new Blob([new Uint8Array(200_000)]).stream();
    const packed = await new Response(zeros.pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    expect(packed.byteLength).toBeLessThan(MOST);
    const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    expect(await refused(() => readText(new Response(unpacked), MOST))).toBe('too large');
  });
});

describe('the value of an answer', () => {
  it('is that of its JSON, or none', () => {
    const value = { a: ['x', 1, null, { b: '" [ { \\' }], c: {} };
    expect(readJson(JSON.stringify(value))).toEqual(value);
    for (const text of ['', '<html>', '{"a":', '"', 'undefined', '\0', '{"a":"\0"}'])
      expect(readJson(text)).toBeUndefined();
  });

  it('may be as deep as a hundred, and no deeper', async () => {
    const deep = (n: number) => `${'{"a":['.repeat(n / 2)}${']}'.repeat(n / 2)}`;
    expect(readJson(deep(100))).toBeDefined();
    expect(await refused(() => readJson(deep(102)))).toBe('nested too deeply');
    expect(await refused(() => readJson('['.repeat(10_000_000)))).toBe('nested too deeply');
    // Inside a text it is only a text, whatever stands before its quotes.
    expect(readJson(JSON.stringify('\\"['.repeat(1000)))).toBe('\\"['.repeat(1000));
  });

  it('has no more than a million parts, whatever they are', async () => {
    const wide = (n: number) => `[${'{},'.repeat(n)}1]`;
    expect(readJson(wide(499_999))).toHaveLength(500_000);
    expect(await refused(() => readJson(wide(500_000)))).toBe('of too many parts');
    const keys = (n: number) => `{${Array.from({ length: n }, (_, i) => `"${i.toString(36)}":1`).join()}}`;
    expect(Object.keys(readJson(keys(1000)) as object)).toHaveLength(1000);
    expect(await refused(() => readJson(keys(1_000_001)))).toBe('of too many parts');
    expect(await refused(() => readJson(`[${'1,'.repeat(1_000_000)}1]`))).toBe('of too many parts');
    expect(readJson(JSON.stringify(','.repeat(2_000_000)))).toHaveLength(2_000_000);
  });

  it('holds no NUL and no half of a character', () => {
    expect(readJson(String.raw`{"a\u0000":["x\u0000y","\ud800","\uD83D\uDE00","z\udfff"]}`)).toEqual({
      a: ['xy', '\ufffd', '😀', 'z\ufffd'],
    });
  });
});
