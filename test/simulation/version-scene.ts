/** Anna's browser and an EspoCRM of one version, connected as the page does it, and the same server as a client sees it that knows no traps. */
import { expect } from 'vitest';
import { logIn, recognise } from '../../src/background/auth/espo.ts';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { MINUTE } from '../../src/shared/time.ts';
import type { EspoVersion } from '../sandbox/espo/versions.ts';
import { Browser, Company, SeededWorld } from './company.ts';
import { Hands } from './hands.ts';

/** 7.5 puts no prefix before the names of custom entities and fields. */
export const visitOf = (version: EspoVersion): string => (version === '7.5.6' ? 'Visit' : 'CVisit');

export interface Sent {
  method: string;
  /** After /api/v1/. */
  path: string;
  body: Record<string, unknown>;
}

/** `login`: as somebody types it. */
export async function versionScene(version: EspoVersion, login = { name: 'anna', password: 'Anna12345' }) {
  const company = new Company(1, new SeededWorld(1), version);
  const { world, espo } = company;
  // Midnight of an all-day record lies on the day before, in UTC.
  espo.control.settings.timeZone = 'Europe/Berlin';
  const sent: Sent[] = [];
  const answers = company.fetch;
  company.fetch = (input, init) => {
    const { host, pathname, search } = new URL(String(input));
    const path = decodeURIComponent(pathname + search).replace('/api/v1/', '');
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Sent['body']) : {};
    if (host === 'crm.example.test') sent.push({ method: init?.method ?? 'GET', path, body });
    return answers(input, init);
  };
  const { signal } = new AbortController();
  const outside = { fetch: company.fetch, now: world.now, random: world.random, sleep: world.sleep, signal };
  const site = await recognise(outside, 'crm.example.test');
  const { userName, token, version: said } = await logIn(outside, site, login.name, login.password, '');
  expect(said).toBe(version);
  const visit = visitOf(version);
  const entities = [
    { type: 'Meeting', label: '' },
    { type: 'Call', label: 'Call' },
    { type: visit, label: 'Visit' },
  ];
  const settings = { direction: 'both' as const, entities };
  const browser = new Browser(company, { userName, token }, { settings });
  await browser.connect();
  const run = () => {
    world.advance(MINUTE);
    return browser.run();
  };
  const settled = async () => {
    for (let i = 0; i < 2; i += 1) expect(writesOf(await run())).toBe(0);
    expect((await browser.store.plan()).filter((row) => row.state === 'held')).toEqual([]);
  };
  /** What a client gets that reads no facts. */
  const naive = async (method: string, path: string, body?: object) => {
    const answer = await espo.handle({
      method,
      url: `${site}/api/v1/${path}`,
      headers: {
        'espo-authorization': btoa(`anna:${token}`),
        'espo-authorization-by-token': 'true',
        'content-type': 'application/json',
      },
      body: body ? JSON.stringify(body) : '',
    });
    return { status: answer.status, body: JSON.parse(answer.body || '{}') as Record<string, unknown> };
  };
  return {
    company,
    browser,
    hands: new Hands(browser),
    run,
    settled,
    rows: (type: string) => espo.control.dump(type),
    mailbox: company.graph.control.mailbox('anna'),
    espo: espo.control,
    anna: espo.control.act('anna'),
    visit,
    sent,
    naive,
  };
}
