import { expect, test } from 'vitest';
import { startObjectServer } from '../../test/object-server.ts';
import { platformConfig } from '../../test/platform-config.ts';
import { completeCredentials, CREDENTIALS_SECRET } from '../engine/index.ts';
import { secret } from '../resources/index.ts';
import { loadCredentials, requireCredentials } from './stored-credentials.ts';

const signal = new AbortController().signal;
const made = completeCredentials({});
const config = platformConfig();
const chosen = platformConfig({
  hub: { authenticator: { class: 'dummy', allow: ['alice'], password: { secretRef: { name: 'lab', key: 'pw' } } } },
});

test('before the first deploy they are those that were made, the same each time', async () => {
  await using api = await startObjectServer();
  const { credentials, unstored } = await loadCredentials(api.kube, { config, made, signal });
  expect(credentials).toEqual(made);
  expect(unstored).toEqual(made);
});

test('those that are stored come first, also when somebody stored them since', async () => {
  await using api = await startObjectServer({
    objects: [secret({ ...CREDENTIALS_SECRET, values: { backendToken: 'stored' } })],
  });
  const { credentials, unstored } = await loadCredentials(api.kube, { config, made, signal });
  expect(credentials).toEqual({ ...made, backendToken: 'stored' });
  expect(unstored).not.toHaveProperty('backendToken');
});

test('a password that the file names is the one, whatever is stored', async () => {
  await using api = await startObjectServer({
    objects: [
      secret({ ...CREDENTIALS_SECRET, values: { dummyPassword: 'old' } }),
      secret({ namespace: 'naas-system', name: 'lab', values: { pw: 'chosen' } }),
    ],
  });
  const { credentials } = await loadCredentials(api.kube, { config: chosen, made, signal });
  expect(credentials.dummyPassword).toBe('chosen');
});

test('a hub that was made by others keeps the secrets that it signs and encrypts with', async () => {
  const values = {
    'hub.config.JupyterHub.cookie_secret': 'cookie',
    'hub.config.CryptKeeper.keys': 'crypt',
    'hub.config.ConfigurableHTTPProxy.auth_token': 'proxy',
    'values.yaml': 'hub: {}',
  };
  await using api = await startObjectServer({ objects: [secret({ namespace: 'jupyterhub', name: 'hub', values })] });
  const { credentials } = await loadCredentials(api.kube, { config, made, signal });
  expect(credentials).toEqual({ ...made, hubCookieSecret: 'cookie', hubCryptKey: 'crypt', proxyToken: 'proxy' });
});

test('a password that is not there is told with the command that makes it', async () => {
  await using api = await startObjectServer();
  await expect(loadCredentials(api.kube, { config: chosen, made, signal })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: 'There is no key pw in the Secret naas-system/lab.',
    hint: expect.stringContaining('kubectl -n naas-system create secret generic lab --from-file=pw=FILE'),
  });
});

test('where nothing is deployed there are none to open hub or gateway with', async () => {
  await using api = await startObjectServer();
  await expect(requireCredentials(api.kube, signal)).rejects.toMatchObject({ code: 'COMPONENT_NOT_READY' });
});
