/**
 * npm run screens: builds, and draws every view in every state into screens/, to be looked at.
 * npm run screens -- --store: the pictures of store/ and README, made anew from the product at work.
 */
import { build, dependencies, tool } from './setup.mjs';

const words = process.argv.slice(2);
const SHEETS = words.includes('--store')
  ? ['test/surface/store-cli.ts']
  : ['test/surface/screens-cli.ts', 'test/surface/outlook-cli.ts'];

const ready = (await dependencies()) && (await build(['chrome'])) === 0;
process.exitCode = ready ? 0 : 1;
for (const sheets of ready ? SHEETS : [])
  process.exitCode = (await tool('tsx', [sheets, ...words])) || process.exitCode;
