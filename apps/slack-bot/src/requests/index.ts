export { readClick, readCommand, type ReadClick } from './read-request.ts';
export { answerRefused, refuseReplays, requestFacts, type RefuseReplaysOptions } from './refuse-replays.ts';
export { SeenRequests } from './seen-requests.ts';
