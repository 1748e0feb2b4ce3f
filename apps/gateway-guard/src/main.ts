import { podsApi } from './kernels/pods-api.ts';
import { jsonLog } from './log.ts';
import { startGuard } from './guard.ts';
import { readSecrets, readSettings } from './settings.ts';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const { env } = process;
const log = jsonLog((line) => void process.stdout.write(line));
const [file = '/etc/gateway-guard/settings.json'] = process.argv.slice(2);

try {
  const settings = await readSettings(file);
  const guard = await startGuard({
    settings,
    secrets: await readSecrets(env['GUARD_SECRETS_DIR'] ?? '/etc/gateway-guard-secrets'),
    pods: podsApi({
      url: env['KUBERNETES_URL'] ?? inCluster(env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']),
      namespace: settings.kernels.namespace,
      tokenFile: env['KUBERNETES_TOKEN_FILE'] ?? `${ACCOUNT}/token`,
    }),
    log,
    ownAddress: env['POD_IP'],
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void guard.drain().then(() => process.exit(0)));
  }
} catch (error) {
  log('error', 'not-started', { reason: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

function inCluster(host: string | undefined, port = '443'): string {
  if (host === undefined) throw new Error('KUBERNETES_SERVICE_HOST is not set: the guard runs in a pod');
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
