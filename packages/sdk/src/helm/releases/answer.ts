import { z } from 'zod';
import { NaasError } from '../../errors.ts';

/**
 * Reads what Helm printed, or stored, as JSON.
 *
 * @throws NaasError `HELM_FAILED` that names the fields which are not as they should be, and nothing of their content:
 * it may be secret.
 */
export function parseAnswer<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    // The issues name fields; the cause is left out, as it quotes the text.
    const issues = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON';
    throw new NaasError('HELM_FAILED', `Helm answered in a form that is not understood: ${issues}`);
  }
}
