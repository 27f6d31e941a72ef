/** Build-time defaults (vite.config.ts): the client and tenant ids that a distribution ships with. */
declare const __DEFAULTS__: { CLIENT_ID: string; TENANT_ID: string };

declare module '*.css';
declare module '*.md?raw' {
  const text: string;
  export default text;
}
