/** Answering: an activity becomes a reply. */
export { IncomingActivity, tenantOf } from './read-activity.ts';
export { createTurns, type Turns } from './turn.ts';
