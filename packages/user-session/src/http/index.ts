export { call, capitalised, fail, refusal, send, wordsOf, type Answer, type Request } from './call.ts';
export { seconds, startDeadline, type CallOptions, type Deadline } from './deadline.ts';
export { makeEndpoint, type Endpoint } from './endpoint.ts';
export { readEventStream } from './event-stream.ts';
export { parse } from './parse.ts';
