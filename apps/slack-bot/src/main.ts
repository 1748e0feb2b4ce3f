import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connectPlatform } from '@naas/commands';
import { describeError, loadConfig, NaasError, NotebookService } from '@naas/sdk';
import { createApp } from './app.ts';
import { createLog } from './log.ts';
import { readSettings } from './settings.ts';

/** Kubernetes kills a pod thirty seconds after it asked it to stop. */
const STOPPING = { patienceMs: 20_000, goodbyeMs: 5_000 };

/** Runs the bot until it is told to stop. */
async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = await readSettings({ environment, readText: (path) => readFile(path, 'utf8') });
  const log = createLog(settings.logLevel);
  await using service = await NotebookService.connect({ config: await loadConfig(settings.file), environment });
  const app = createApp({ settings, platform: connectPlatform(service), log, now: Date.now, nonce: randomUUID });
  const { port } = await app.start({ port: settings.port });
  log.info({ port, platform: service.config.metadata.name, bindings: settings.bindings.length }, 'listening');

  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
  });
  log.info({ signal }, 'stopping: no new requests, what is under way may end');
  await app.stop(STOPPING);
}

try {
  await main(process.env);
} catch (error) {
  process.stderr.write(`${NaasError.is(error) ? describeError(error) : String(error)}\n`);
  process.exitCode = 1;
}
