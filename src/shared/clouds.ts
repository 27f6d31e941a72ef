/** Microsoft's clouds, each with its own hosts: a token of one is none in another (graph.md 13). */
export interface Cloud {
  graph: string;
  login: string;
  outlook: string;
}

export const CLOUDS = {
  global: {
    graph: 'https://graph.microsoft.com',
    login: 'https://login.microsoftonline.com',
    outlook: 'https://outlook.office.com',
  },
  /** GCC High. GCC itself is in the global one. */
  usGovernment: {
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    outlook: 'https://outlook.office365.us',
  },
  usDefense: {
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    outlook: 'https://outlook-dod.office365.us',
  },
  /** Run by 21Vianet. */
  china: {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.partner.microsoftonline.cn',
    outlook: 'https://partner.outlook.cn',
  },
} as const satisfies Record<string, Cloud>;

export type CloudName = keyof typeof CLOUDS;
export const CLOUD_NAMES = Object.keys(CLOUDS) as [CloudName, ...CloudName[]];

/** Where Outlook on the web stands: the global one has four addresses. */
export const OUTLOOK_ORIGINS: readonly string[] = [
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.live.com',
  'https://outlook.cloud.microsoft',
  ...CLOUD_NAMES.filter((name) => name !== 'global').map((name) => CLOUDS[name].outlook),
];
