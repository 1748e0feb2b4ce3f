import { z } from 'zod';
import * as field from './fields.ts';
import { about, resources } from './parts.ts';

/** So long at most a token may go on being believed after its server has stopped. */
const MOST_CACHED_SECONDS = 60;

const hub = z
  .strictObject({
    cacheFor: field.duration
      .refine((seconds) => seconds <= MOST_CACHED_SECONDS, {
        error: `must be at most ${MOST_CACHED_SECONDS}s: so long a stopped server's token still opens kernels`,
      })
      .prefault('60s')
      .meta(about('How long an answer of the hub about a token is believed, 60s at most.')),
    awayFor: field.duration
      .prefault('10m')
      .meta(about('How long tokens that are known go on while the hub does not answer.')),
  })
  .prefault({})
  .meta(about('What the hub is asked: whose a token is.'));

const leftOvers = z
  .strictObject({
    endAfter: field.durationOrNever
      .prefault('10m')
      .meta(about('Kernels of a person without a running server end after that time; `0` is never.')),
    sweepOrphans: z
      .boolean()
      .default(false)
      .meta(about('Whether pods that the gateway knows no kernel of are deleted, and not only reported.')),
  })
  .prefault({})
  .meta(about('What becomes of kernels that nobody can reach any more.'));

/** `spec.guard` of `naas.yaml`. */
export const guardSchema = z
  .strictObject({
    image: field.imageReference
      .default('docker.io/library/node:20-bookworm-slim')
      .meta(about('Image with Node that the guard runs in; its program comes with the platform.')),
    replicas: z.int().min(1).default(2).meta(about('How many pods of the guard there are.')),
    resources: resources.prefault({}).meta(about('Resources of one pod of the guard.')),
    hub,
    leftOvers,
  })
  .prefault({})
  .meta(about('The guard between servers and gateway: everybody reaches their own kernels only.'));
