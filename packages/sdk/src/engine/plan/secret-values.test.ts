import { expect, test } from 'vitest';
import { isSecretValue } from './secret-values.ts';

test.each([
  'values.hub.cookieSecret',
  'values.hub.services.naas.apiToken',
  'values.hub.config.CryptKeeper.keys[0]',
  'values.hub.config.ConfigurableHTTPProxy.auth_token',
  'values.hub.config.DummyAuthenticator.password',
  'values.hub.config.LDAPAuthenticator.lookup_dn_search_password',
  'values.hub.db.url',
  'values.hub.config.JupyterHub.db_url',
  'values.hub.extraConfig.settings',
  'values.singleuser.extraEnv.DB_URL',
  'values.hub.extraEnv[0].value',
  'values.proxy.https.manual.key',
])('%s is not shown', (path) => {
  expect(isSecretValue(path)).toBe(true);
});

test.each([
  'values.proxy.service.type',
  'values.singleuser.image.tag',
  'values.singleuser.memory.guarantee',
  'values.hub.config.Authenticator.allowed_users',
  'values.hub.loadRoles.naas.scopes',
  'values.singleuser.networkPolicy.egress',
  'chart',
  'status',
])('%s is shown', (path) => {
  expect(isSecretValue(path)).toBe(false);
});
