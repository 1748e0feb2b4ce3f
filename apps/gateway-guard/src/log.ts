/** What a line of the log may tell. There is no field for a token. */
export interface LogFields {
  readonly person?: string | undefined;
  readonly kernel?: string | undefined;
  readonly pod?: string | undefined;
  readonly method?: string | undefined;
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
}

export type LogLevel = 'info' | 'warning' | 'error';

/** Writes one line for one thing that happened. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/** Writes lines of JSON, as log collectors read them. */
export function jsonLog(write: (line: string) => void): Log {
  return (level, event, fields = {}) => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  };
}
