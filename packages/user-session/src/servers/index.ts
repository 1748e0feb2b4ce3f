export { listServers } from './list-servers.ts';
export type { ServerProgress } from './server-progress.ts';
export { startServer } from './start-server.ts';
export { stopServer } from './stop-server.ts';
