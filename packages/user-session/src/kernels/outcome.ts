import { z } from 'zod';

/** What running a piece of code gave. */
export interface Outcome {
  readonly status: 'ok' | 'error';
  /** What it printed and the values it ended in; not what it wrote to standard error. */
  readonly text: string;
  /** PNG files, in the order they were shown. */
  readonly pictures: readonly Uint8Array[];
  readonly error?: { readonly name: string; readonly value: string; readonly traceback: readonly string[] };
}

const streamSchema = z.object({ name: z.enum(['stdout', 'stderr']), text: z.string() });
const dataSchema = z.object({
  data: z.object({ 'text/plain': z.string().optional(), 'image/png': z.string().optional() }),
});
const errorSchema = z.object({ ename: z.string(), evalue: z.string(), traceback: z.array(z.string()).catch([]) });

/** The outcome after one more message of a kernel. See https://jupyter-client.readthedocs.io/en/stable/messaging.html. */
export function addMessage(outcome: Outcome, type: string, content: unknown): Outcome {
  switch (type) {
    case 'stream': {
      const stream = streamSchema.safeParse(content).data;
      return stream?.name === 'stdout' ? { ...outcome, text: outcome.text + stream.text } : outcome;
    }
    case 'execute_result':
    case 'display_data': {
      const data = dataSchema.safeParse(content).data?.data;
      const png = data?.['image/png'];
      if (png !== undefined) return { ...outcome, pictures: [...outcome.pictures, Buffer.from(png, 'base64')] };
      const value = type === 'execute_result' ? data?.['text/plain'] : undefined;
      return value === undefined ? outcome : { ...outcome, text: `${outcome.text}${value}\n` };
    }
    case 'error': {
      const error = errorSchema.safeParse(content).data;
      if (error === undefined) return { ...outcome, status: 'error' };
      const { ename: name, evalue: value, traceback } = error;
      return { ...outcome, status: 'error', error: { name, value, traceback } };
    }
    default:
      return outcome;
  }
}
