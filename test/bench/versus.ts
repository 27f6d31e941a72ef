import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench } from './bench.ts';
import { CalDavServer } from './caldav.ts';
import { figure } from './figures.ts';
import { startOf } from './items.ts';
import type { Step } from './steps.ts';

export const N = 1000;
const LATENCIES = [0, 50];
const NOW = Date.parse('2026-11-23T08:00:00Z');

const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

const calendar = (index: number, title: string): string => {
  const start = startOf(index, N, NOW);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//bench//EN',
    'BEGIN:VEVENT',
    `UID:${index}@bench.example`,
    `DTSTAMP:${stamp(NOW)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(start + 3_600_000)}`,
    `SUMMARY:${title}`,
    `LOCATION:Room ${index % 40}`,
    `DESCRIPTION:${'What was promised. '.repeat(14).slice(0, 260)}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
};

/** A program to its end: seconds, and the most memory it held. */
function measured(program: string, args: readonly string[]): Promise<{ seconds: number; mib: number; out: string }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [kib, out, errors] = [0, '', ''];
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        kib = Math.max(kib, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // It has just ended.
      }
    }, 10);
    child.stdout.on('data', (chunk: Buffer) => void (out += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => void (errors += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code !== 0) return reject(new Error(`${program} ends with ${code}: ${errors.slice(-500)}`));
      resolve({ seconds: (performance.now() - began) / 1000, mib: kib / 1024, out });
    });
  });
}

/** vdirsyncer between two collections of our own small server. */
async function neighbour(latency: number): Promise<Step[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'versus-'));
  const server = new CalDavServer();
  try {
    const port = await server.listen();
    const config = path.join(folder, 'config');
    const storage = (name: string) => `[storage ${name}]\ntype = "caldav"\nurl = "http://127.0.0.1:${port}/${name}/"\n`;
    const pair = '[pair both]\na = "a"\nb = "b"\ncollections = null\nconflict_resolution = "a wins"\n';
    writeFileSync(config, `[general]\nstatus_path = "${folder}/status"\n${pair}${storage('a')}${storage('b')}`);
    const name = (index: number) => `${index}@bench.example.ics`;
    const edit = (side: string, from: number, to: number, word: string) => {
      const keys = [...server.collection(side).keys()];
      for (let i = from; i < to; i += 1)
        server.put(side, keys[i] ?? '', calendar(indexOf(server, side, keys[i] ?? ''), `${word} ${i}`));
    };
    for (let i = 0; i < N; i += 1) server.put('a', name(i), calendar(i, `Event ${i}`));
    await measured('vdirsyncer', ['-c', config, 'discover', 'both']);
    const steps: Step[] = [];
    const step = async (what: string): Promise<void> => {
      server.requests = 0;
      server.latency = latency;
      const { seconds, mib } = await measured('vdirsyncer', ['-c', config, 'sync']);
      server.latency = 0;
      const [a, b] = [server.collection('a').size, server.collection('b').size];
      if (a !== b) throw new Error(`${what}: ${a} and ${b} events`);
      steps.push({ step: what, seconds, requests: server.requests, mib });
    };
    await step('first sync');
    await step('no change');
    edit('a', 0, 10, 'Edited');
    await step('10 edits');
    edit('a', 10, 15, 'Again');
    edit('b', 20, 25, 'There');
    await step('5 + 5 edits');
    for (const key of [...server.collection('a').keys()].slice(30, 40)) server.collection('a').delete(key);
    await step('10 deletions');
    return steps;
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const indexOf = (server: CalDavServer, side: string, key: string): number =>
  Number(/UID:(\d+)/.exec(server.collection(side).get(key)?.text ?? '')?.[1]);

/** Ours in a process of its own, so that its memory is its own: engine, store and both stand-ins. */
async function ours(latency: number): Promise<Step[]> {
  const { out, mib } = await measured(process.execPath, [process.argv[1] ?? '', '--steps', String(latency)]);
  return (JSON.parse(out.slice(out.indexOf('[{'))) as Step[]).map((step) => ({ ...step, mib }));
}

export async function versus(bench: Bench): Promise<boolean> {
  try {
    execFileSync('vdirsyncer', ['--version'], { stdio: 'ignore' });
  } catch {
    bench.say('vdirsyncer is missing. On Debian: apt-get install vdirsyncer.');
    return false;
  }
  for (const latency of LATENCIES)
    for (const [name, run] of [
      ['vdirsyncer', neighbour],
      ['ours', ours],
    ] as const) {
      const all: Step[][] = [];
      // With latency the neighbour's first sync alone takes a minute, and hardly varies.
      const times = latency > 0 && name === 'vdirsyncer' ? 1 : bench.runs;
      for (let i = 0; i < times; i += 1) all.push(await run(latency));
      for (const { step, requests } of all[0] ?? []) {
        const each = all.map((steps) => steps.find((one) => one.step === step) as Step);
        const key = `versus.${latency}ms.${step.replaceAll(' ', '_')}.${name}`;
        const mib = figure(each.map((one) => one.mib)).median;
        bench.figure(
          key,
          's',
          each.map((one) => one.seconds),
          { requests, mib, n: N },
        );
      }
    }
  return true;
}
