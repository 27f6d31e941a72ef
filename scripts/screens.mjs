/** npm run screens: builds, and draws every view in every state into screens/, to be looked at. */
import { build, dependencies, tool } from './setup.mjs';

const SHEETS = ['test/surface/screens-cli.ts', 'test/surface/outlook-cli.ts'];

const ready = (await dependencies()) && (await build(['chrome'])) === 0;
process.exitCode = ready ? 0 : 1;
for (const sheets of ready ? SHEETS : [])
  process.exitCode = (await tool('tsx', [sheets, ...process.argv.slice(2)])) || process.exitCode;
