/** Answering: an activity becomes a reply. */
export { inTime } from './in-time.ts';
export { type IncomingActivity, readActivity, tenantOf } from './read-activity.ts';
export { createTurns, type Turns } from './turn.ts';
