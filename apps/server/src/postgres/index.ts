export { type EnsureOptions, ensurePostgres, type Postgres, stopLocalServers } from './ensurePostgres.ts';
export { type Notice, notices, type Say } from './notices.ts';
