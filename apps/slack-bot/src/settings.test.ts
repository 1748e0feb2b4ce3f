import { NaasError } from '@naas/sdk';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const secrets = { SLACK_SIGNING_SECRET: '0123456789abcdef-very-secret', SLACK_BOT_TOKEN: 'xoxb-very-secret' };
const noFile = () => Promise.reject(new Error('no such file'));
const caught = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('readSettings', () => {
  it('needs the two secrets only; nobody has rights unless bound', async () => {
    const settings = await readSettings({ environment: secrets, readText: noFile });
    expect(settings).toMatchObject({ file: 'naas.yaml', port: 3000, bindings: [] });
  });

  it('names the wrong variables and shows none of their values', async () => {
    const environment = { SLACK_SIGNING_SECRET: 'short-secret', SLACK_BOT_TOKEN: 'xapp-wrong-kind', PORT: 'many' };
    const error = await caught(readSettings({ environment, readText: noFile }));
    expect(NaasError.is(error) && error.code).toBe('CONFIG_INVALID');
    const words = `${String(error)} ${JSON.stringify(error)}`;
    expect(words).toContain('SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN, PORT');
    expect(words).not.toMatch(/short-secret|xapp-wrong-kind|many/);
  });

  const bindings = { bindings: [{ team: 'T1', user: 'U1', role: 'operator' }] };

  it.each([
    ['as JSON', JSON.stringify(bindings), noFile],
    ['in a file', '/etc/naas/bindings.json', () => Promise.resolve(JSON.stringify(bindings))],
  ])('takes bindings %s', async (_where, given, readText) => {
    const settings = await readSettings({ environment: { ...secrets, NAAS_SLACK_BINDINGS: given }, readText });
    expect(settings.bindings).toEqual(bindings.bindings);
  });

  it.each([
    ['a name instead of an id', '{"bindings":[{"team":"T1","user":"alice","role":"viewer"}]}', /user/],
    ['a role that does not exist', '{"bindings":[{"team":"T1","user":"U1","role":"admin"}]}', /role/],
    ['a file that is not there', '/nowhere.json', /nowhere\.json/],
  ])('refuses %s and says where', async (_what, given, words) => {
    const error = await caught(
      readSettings({ environment: { ...secrets, NAAS_SLACK_BINDINGS: given }, readText: noFile }),
    );
    expect(String(error)).toMatch(words);
  });
});
