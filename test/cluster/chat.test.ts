import { connectPlatform, type Platform } from '@naas/commands';
import { type Endpoint, loadConfig, NotebookService } from '@naas/sdk';
import { commandForm, DEPLOYER, OPERATOR, type RunningBot, startBotOn, VIEWER } from '@naas/slack-bot/testing';
import { connectHub, type Hub, openServer, startKernel, startServer, stopServer } from '@naas/user-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from './support/bench.ts';
import { platformUnderTest, type PlatformUnderTest } from './support/platform.ts';
import { signIn } from './support/sign-in.ts';

const bench = await readBench();
const user = 'alice';
let platform: PlatformUnderTest;
let service: NotebookService;
let hubEndpoint: Endpoint;
let hub: Hub;
let bot: RunningBot<Platform>;
let kernelId: string;

beforeAll(async () => {
  platform = await platformUnderTest(bench);
  const { exitCode, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
  if (exitCode !== 0) throw new Error(stderr);
  const config = await loadConfig(platform.file);
  service = await NotebookService.connect({ config, kube: { kubeconfig: bench.kubeconfig } });
  bot = await startBotOn({ platform: connectPlatform(service), patienceMs: 120_000 });
  hubEndpoint = await service.openHub({ as: 'operator' });
  const key = 'jsonpath={.data.dummyPassword}';
  const { stdout } = await platform.kubectl('get', 'secret', '-n', 'naas-system', 'naas-credentials', '-o', key);
  const password = Buffer.from(stdout, 'base64').toString();
  hub = connectHub({ url: hubEndpoint.url, token: await signIn(hubEndpoint.url, { name: user, password }) });
  for await (const { ready } of startServer(hub, { user })) if (ready) break;
  await using server = openServer(hub, { user });
  kernelId = (await startKernel(server, {})).id;
});

afterAll(async () => {
  await bot?.[Symbol.asyncDispose]();
  if (hub) await stopServer(hub, { user });
  await hubEndpoint?.[Symbol.asyncDispose]();
  await service?.close();
});

describe('/notebook, before a real cluster', () => {
  test('is refused with 401 when it is not signed by Slack, and nothing is said', async () => {
    const body = new URLSearchParams(commandForm('status', VIEWER, bot.slack.responseUrl())).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await bot.post({ method: 'POST', headers, body })).status).toBe(401);
    expect(bot.slack.sent).toEqual([]);
  });

  test('status shows the people, alice with her server and her kernel among them', async () => {
    expect((await bot.type('status', VIEWER)).status).toBe(200);
    const { words } = await bot.slack.says('People');
    expect(words).toMatch(new RegExp(`alice +ready +${kernelId.slice(0, 8)}`));
  });

  test('kill-kernel ends the kernel after a click, leaves the server, and says how long it took', async () => {
    await bot.type('kill-kernel alice', OPERATOR);
    const shown = await bot.slack.says('About to stop');
    expect(shown.words).toContain(kernelId.slice(0, 8));
    expect(await podNames('notebook-kernels')).toContain(`pod/nb-${kernelId}`);

    await bot.click(shown, 'naas_confirm', { user: OPERATOR });
    const { words } = await bot.slack.says(/gone in [\d.]+ (ms|s)/);
    expect(words).toContain('the server and the home are untouched');
    expect(await podNames('notebook-kernels')).not.toContain(kernelId);
    expect(await podNames('jupyterhub')).toContain('pod/jupyter-alice');
    console.log(words.split('\n')[0]);
  });

  test('deploy has nothing to do where all is as the file says', async () => {
    const before = bot.slack.sent.length;
    await bot.type('deploy', DEPLOYER);
    const { body } = await bot.slack.says('Nothing to do', before);
    expect(body['response_type']).toBe('ephemeral');
  });
});

async function podNames(namespace: string): Promise<string> {
  return (await platform.kubectl('get', 'pods', '-n', namespace, '-o', 'name')).stdout;
}
