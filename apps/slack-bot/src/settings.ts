import { NaasError } from '@naas/sdk';
import { z } from 'zod';
import { ROLES, type Binding } from './rights.ts';

const environmentSchema = z.object({
  SLACK_SIGNING_SECRET: z.string().min(16),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-'),
  SLACK_API_URL: z.url().optional(),
  NAAS_FILE: z.string().min(1).default('naas.yaml'),
  NAAS_SLACK_BINDINGS: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

const bindingsSchema = z.strictObject({
  bindings: z.array(
    z.strictObject({
      team: z.string().regex(/^T[A-Z0-9]+$/),
      user: z.string().regex(/^[UW][A-Z0-9]+$/),
      role: z.enum(ROLES),
    }),
  ),
});

/** What the bot is started with. */
export interface Settings {
  readonly signingSecret: string;
  readonly botToken: string;
  /** Where Slack's Web API is, for trying the bot against a stand-in; Slack's own address by default. */
  readonly slackApiUrl?: string;
  /** Path of the platform's `naas.yaml`. */
  readonly file: string;
  readonly port: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly bindings: readonly Binding[];
}

export interface ReadSettingsOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; only asked for the bindings, and only when they are given as a path. */
  readonly readText: (path: string) => Promise<string>;
}

/**
 * Reads the bot's settings from the environment.
 *
 * @throws {NaasError} `CONFIG_INVALID`, naming the variables and never their values.
 */
export async function readSettings({ environment, readText }: ReadSettingsOptions): Promise<Settings> {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ');
    throw new NaasError('CONFIG_INVALID', `The bot's environment is incomplete or wrong: ${names}`, {
      hint: 'docs/slack.md says what each variable is and where Slack shows it.',
    });
  }
  const { data } = parsed;
  return {
    signingSecret: data.SLACK_SIGNING_SECRET,
    botToken: data.SLACK_BOT_TOKEN,
    ...(data.SLACK_API_URL === undefined ? {} : { slackApiUrl: data.SLACK_API_URL }),
    file: data.NAAS_FILE,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    bindings: data.NAAS_SLACK_BINDINGS === undefined ? [] : await readBindings(data.NAAS_SLACK_BINDINGS, readText),
  };
}

/** Bindings are given as JSON, or as the path of a file with it. */
async function readBindings(given: string, readText: ReadSettingsOptions['readText']): Promise<readonly Binding[]> {
  const where = given.trimStart().startsWith('{') ? 'NAAS_SLACK_BINDINGS' : given;
  const invalid = (reason: string, cause: unknown) =>
    new NaasError('CONFIG_INVALID', `The bindings in ${where} cannot be used: ${reason}`, {
      hint: '{ "bindings": [{ "team": "T…", "user": "U…", "role": "viewer" | "operator" | "deployer" }] }',
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(where === given ? await readText(given) : given);
  } catch (error) {
    throw invalid('not readable as JSON', error);
  }
  const parsed = bindingsSchema.safeParse(json);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error), parsed.error);
  return parsed.data.bindings;
}
