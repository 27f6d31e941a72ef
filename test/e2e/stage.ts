/** The company that the browser meets: the stand-ins of Microsoft and EspoCRM on one loopback port. */
import { createHash } from 'node:crypto';
import { EntraServer } from '../sandbox/entra/server.ts';
import { EspoServer } from '../sandbox/espo/server.ts';
import { GraphServer } from '../sandbox/graph/server.ts';
import { realWorld, type SandboxRequest, type SandboxResponse, type StandIn, type World } from '../sandbox/http.ts';
import { OUTLOOK_HOSTS, OutlookWebServer } from '../sandbox/outlook-web/server.ts';
import { serve } from '../sandbox/serve.ts';

/** Follows from the key in manifest.config.ts. */
export const EXTENSION = 'lnikcehoaffmbipkmjblbmipilfogghn';
/** As in manifest.config.ts; Firefox makes the redirect address of it. */
export const FIREFOX_ID = 'outlook-calendar@espocrm.example';
export const FIREFOX_REDIRECT = `https://${createHash('sha1').update(FIREFOX_ID).digest('hex')}.extensions.allizom.org/`;
export const SITE = 'https://crm.example.test';
export const ANNA = { oid: 'anna', userName: 'anna', password: 'Anna12345', address: 'anna@contoso.example' };
/** Shares a read-only calendar with Anna. */
export const ALEX = { oid: 'alex', address: 'alex@contoso.example' };
export const APPLICATION = {
  clientId: '5a1bc2e0-0000-4000-8000-00000000c11e',
  tenantId: '11111111-2222-4333-8444-555555555555',
};

const ZONE = 'W. Europe Standard Time';

/** A server that can be switched off: then no answer ever comes. */
class Switch implements StandIn {
  down = false;
  readonly #behind: StandIn;

  constructor(behind: StandIn) {
    this.#behind = behind;
  }

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    if (this.down) throw new TypeError('Failed to fetch');
    return this.#behind.handle(request);
  }
}

export interface Stage {
  entra: EntraServer;
  graph: GraphServer;
  espo: EspoServer;
  outlook: OutlookWebServer;
  switches: { entra: Switch; graph: Switch; espo: Switch };
  port: number;
  hosts: string[];
  /** What the stand-ins refused, as text. */
  refusals: string[];
  close(): Promise<void>;
}

export async function openStage(world: World = realWorld): Promise<Stage> {
  const refusals: string[] = [];
  const onRefuse = (line: string) => void refusals.push(line);
  const entra = new EntraServer({ world, tenantId: APPLICATION.tenantId, onRefuse });
  const graph = new GraphServer({ world, authorize: entra.authorize, onRefuse });
  const espo = new EspoServer({ world, siteUrl: SITE });
  const outlook = new OutlookWebServer({ world, graph, onRefuse });
  entra.control.addApp({
    clientId: APPLICATION.clientId,
    name: 'Outlook Calendar for EspoCRM',
    redirectUris: [`https://${EXTENSION}.chromiumapp.org/`, FIREFOX_REDIRECT],
  });
  for (const [person, name] of [
    [ANNA, 'Anna Berg'],
    [ALEX, 'Alex Wilber'],
  ] as const) {
    const { oid, address } = person;
    entra.control.addAccount({ oid, username: address, name });
    graph.control.addMailbox({ oid, address, name, timeZone: ZONE });
  }
  outlook.control.user = ANNA.oid;
  const switches = { entra: new Switch(entra), graph: new Switch(graph), espo: new Switch(espo) };
  const standIns: Record<string, StandIn> = {
    [entra.host]: switches.entra,
    [graph.host]: switches.graph,
    [new URL(SITE).host]: switches.espo,
    'www.example.test': {
      handle: async () => ({ status: 200, headers: [['Content-Type', 'text/html']], body: '<h1>Shop</h1>' }),
    },
  };
  for (const host of OUTLOOK_HOSTS) standIns[host] = outlook;
  const served = await serve({ standIns, quiet: true });
  return {
    entra,
    graph,
    espo,
    outlook,
    switches,
    port: served.port,
    hosts: Object.keys(standIns),
    refusals,
    close: served.close,
  };
}
