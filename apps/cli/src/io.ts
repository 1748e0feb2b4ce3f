import type { Readable, Writable } from 'node:stream';
import type { OpenPlatform, PlatformSource } from './open-platform.ts';

/** Where text goes, as `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Letters a line has, on a terminal. */
  readonly columns?: number;
}

/** A person who can be asked. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** Everything the program has of the world around it. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Absent when nobody can answer, as in a pipe or in CI. */
  readonly terminal?: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths start from. */
  readonly directory: string;
  /** Ends the work after its current step. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves early, without an error, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly openPlatform: (source: PlatformSource) => Promise<OpenPlatform>;
}
