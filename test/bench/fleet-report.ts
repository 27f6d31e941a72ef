import { delayMinutes } from '../../src/background/app/runs/interval.ts';
import { HOUR, MINUTE } from '../../src/shared/time.ts';
import { SeededWorld } from '../simulation/company.ts';
import type { Bench } from './bench.ts';
import { Fleet, IDLE_RUN, type Minute, type Scenario } from './fleet.ts';

const BROWSERS = 10_000;
/** Both as a person at a desk: back at the calendar three times, and a change every second hour. */
const PEOPLE = { returns: 3, edits: 0.5, leaves: 17 * HOUR, hours: 18 };

/** Around a time, with that spread (standard deviation). */
const around =
  (at: number, spread: number) =>
  (random: () => number): number =>
    at + spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export const SCENARIOS: Record<string, Omit<Scenario, 'browsers' | 'cores'>> = {
  'start of day': { ...PEOPLE, arrival: around(8.5 * HOUR, 0.5 * HOUR) },
  'everybody at 9:00': { ...PEOPLE, arrival: around(9 * HOUR, 5 * MINUTE) },
  'down for an hour': {
    ...PEOPLE,
    arrival: around(8.5 * HOUR, 0.5 * HOUR),
    down: { from: 11 * HOUR, until: 12 * HOUR },
  },
};

interface Outcome {
  /** Share of the server's cores that the mean minute of the working day takes, and the fullest one. */
  mean: number;
  peak: number;
  ratio: number;
  /** Longest wait of a request, seconds. */
  wait: number;
  failed: number;
  /** Minutes after the server is back until nothing fails and nobody waits for a second. */
  recovered: number | undefined;
}

/** The working hours that both kinds of day have in full. */
const [FROM, UNTIL] = [10 * 60, 16 * 60];

function judge(minutes: readonly Minute[], scenario: Omit<Scenario, 'browsers' | 'cores'>, cores: number): Outcome {
  const full = MINUTE * cores;
  const { down } = scenario;
  const quiet = minutes.slice(FROM, UNTIL).filter((_, i) => !down || FROM + i < 11 * 60 || FROM + i >= 14 * 60);
  const mean = quiet.reduce((sum, { asked }) => sum + asked, 0) / quiet.length;
  const peak = Math.max(...minutes.map(({ asked }) => asked));
  const back = down ? down.until / MINUTE : 0;
  const calm = (m: Minute) => m.failed === 0 && m.wait < 1000;
  const recovered = down ? minutes.slice(back).findIndex((_, i, all) => all.slice(i, i + 10).every(calm)) : undefined;
  return {
    mean: mean / full,
    peak: peak / full,
    ratio: peak / mean,
    wait: Math.max(...minutes.map(({ wait }) => wait)) / 1000,
    failed: minutes.reduce((sum, { failed }) => sum + failed, 0),
    recovered,
  };
}

/** Ten thousand browsers and one EspoCRM. */
export function fleet(bench: Bench, cores = 4): void {
  if (!bench.wants('fleet')) return;
  const random = new SeededWorld(7).random;
  const perHour = (near: boolean): number => {
    let minutes = 0;
    for (let i = 0; i < 10_000; i += 1) minutes += delayMinutes(near, 0, random());
    return (60 / (minutes / 10_000)) * IDLE_RUN;
  };
  bench.figure('fleet.espo_ms_per_user_hour.away', 'ms', [perHour(false)]);
  bench.figure('fleet.espo_ms_per_user_hour.near', 'ms', [perHour(true)]);
  const series: Record<string, { outcome: Outcome; minutes: Minute[] }> = {};
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    const ratios: number[] = [];
    for (let seed = 1; seed <= bench.runs; seed += 1) {
      const minutes = new Fleet({ ...scenario, browsers: BROWSERS, cores }, new SeededWorld(seed).random).run();
      const outcome = judge(minutes, scenario, cores);
      ratios.push(outcome.ratio);
      if (seed === 1) series[name] = { outcome, minutes };
    }
    bench.figure(`fleet.peak.${name.replaceAll(' ', '_')}`, 'times the mean', ratios, series[name]?.outcome);
  }
  bench.note('fleet', { browsers: BROWSERS, cores, series });
}
