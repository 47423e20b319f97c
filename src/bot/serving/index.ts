/** Serving: HTTP, tokens, documents, and the work of every hour. */
export { createAdapter } from './adapter.ts';
export { betweenRequests } from './between-requests.ts';
export { registerDocuments } from './documents.ts';
export type { Authority } from './gate.ts';
export { giveBackMemory } from './give-back-memory.ts';
export { createHealthCheck } from './health.ts';
export { catchUp, keepHouse } from './keep-house.ts';
export { createServer } from './server.ts';
