export { ensurePostgres, type Postgres, stopLocalServers } from './ensurePostgres.ts';
export type { Say } from './notices.ts';
