import { inMemoryPlatform, samplePlan } from '@naas/commands/testing';
import { NaasError } from '@naas/sdk';
import { describe, expect, it } from 'vitest';
import { buttonOf } from './stand-in-slack.ts';
import { COLLEAGUE, DEPLOYER, OPERATOR, startBot, STRANGER, TEAM, VIEWER, type RunningBot } from './start-bot.ts';

const ALICES = 'end kernel 0f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55';

async function preview(bot: RunningBot, line: string, user: string) {
  await bot.type(line, user);
  await expect.poll(() => bot.slack.sent.some((one) => buttonOf(one, 'naas_confirm') !== undefined)).toBe(true);
  return bot.slack.sent.find((one) => buttonOf(one, 'naas_confirm') !== undefined)!;
}

/** People with these of Alice's kernels, as many before the button as after it. */
async function kernelsOfAlice(from: number, to: number) {
  const { people, orphans } = await inMemoryPlatform({ kernels: to }).people();
  return { orphans, people: people.map((person) => ({ ...person, kernels: person.kernels.slice(from) })) };
}

describe('kill-kernel', () => {
  it('stops nothing before the button, then says to all that the kernel is gone, and who did it', async () => {
    await using bot = await startBot();
    const shown = await preview(bot, 'kill-kernel alice', OPERATOR);
    expect(shown.body['response_type']).toBe('ephemeral');
    expect(bot.platform.done).toEqual([]);

    await bot.click(shown, 'naas_confirm', { user: OPERATOR });
    await expect.poll(() => bot.slack.sent.filter((one) => one.words.includes('gone in 3.2 s'))).toHaveLength(2);
    const [replaced, announced] = bot.slack.sent.filter((one) => one.words.includes('gone in 3.2 s'));
    expect(replaced?.body).toMatchObject({ replace_original: true });
    expect(announced?.body).toMatchObject({ response_type: 'in_channel', replace_original: false });
    expect(announced?.words).toMatch(/the server and the home are untouched[^]*<@U0OPERATOR> runs `kill-kernel alice`/);
    expect(bot.platform.done).toEqual([ALICES]);
  });

  it('is done once when the button is clicked twice at the same time', async () => {
    await using bot = await startBot();
    const shown = await preview(bot, 'kill-kernel alice', OPERATOR);
    await Promise.all([
      bot.click(shown, 'naas_confirm', { user: OPERATOR }),
      bot.click(shown, 'naas_confirm', { user: OPERATOR }),
    ]);
    await bot.slack.says('gone in');
    await bot.slack.says('already used');
    expect(bot.platform.done).toEqual([ALICES]);
  });

  it.each([
    ['a stranger', { user: STRANGER }],
    ['a viewer', { user: VIEWER }],
    ['the same id of another workspace', { user: OPERATOR, team: 'T99OTHER' }],
  ])('is refused to %s who clicks, and the button stays good', async (_who, by) => {
    await using bot = await startBot();
    const shown = await preview(bot, 'kill-kernel alice', OPERATOR);
    await bot.click(shown, 'naas_confirm', by);
    await bot.slack.says('this needs the role operator');
    expect(bot.platform.done).toEqual([]);
    await bot.click(shown, 'naas_confirm', { user: DEPLOYER, team: TEAM });
    const done = await bot.slack.says('gone in');
    expect(done.words).toContain('<@U0DEPLOYER> runs `kill-kernel alice`, asked for by <@U0OPERATOR>');
  });

  it('is refused ten minutes later', async () => {
    const clock = { aheadMs: 0 };
    await using bot = await startBot({ clock });
    const shown = await preview(bot, 'kill-kernel alice', OPERATOR);
    clock.aheadMs = 10 * 60 * 1000 + 1000;
    // The request is as late as the click, so its stamp is near the bot's clock again.
    const button = buttonOf(shown, 'naas_confirm')!;
    await bot.clickAt(button, { user: OPERATOR }, clock.aheadMs / 1000);
    await bot.slack.says('older than ten minutes');
    expect(bot.platform.done).toEqual([]);
  });

  it('is refused for a button somebody else made, or for another command than was signed', async () => {
    await using bot = await startBot();
    await using other = await startBot();
    const shown = await preview(bot, 'kill-kernel alice', OPERATOR);
    const [body = '', signature = ''] = buttonOf(shown, 'naas_confirm')!.value.split('.');
    const intent = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...intent, line: 'kill-kernel bob' })).toString('base64url');
    for (const value of [`${forged}.${signature}`, body, 'nonsense', '']) {
      await other.clickAt({ action_id: 'naas_confirm', value }, { user: OPERATOR }, 0);
    }
    await expect.poll(() => other.slack.sent.length).toBe(4);
    for (const { words } of other.slack.sent) expect(words).toContain('not made by this bot');
    expect(other.platform.done).toEqual([]);
  });

  it('does not stop other kernels than those that were shown', async () => {
    const seen = [await kernelsOfAlice(0, 2), await kernelsOfAlice(1, 3)];
    const platform = inMemoryPlatform({ people: async () => (seen.length > 1 ? seen.shift() : seen[0])! });
    await using bot = await startBot({ platform });
    const shown = await preview(bot, 'kill-kernel alice --all', OPERATOR);
    await bot.click(shown, 'naas_confirm', { user: OPERATOR });
    const moved = await bot.slack.says('This has changed since it was shown, so nothing was done');
    expect(bot.platform.done).toEqual([]);
    await bot.click(moved, 'naas_confirm', { user: OPERATOR });
    await bot.slack.says('2 kernels of alice gone');
    expect(bot.platform.done).toEqual([
      expect.stringMatching(/^end kernel 1f/),
      expect.stringMatching(/^end kernel 2f/),
    ]);
  });
});

describe('deploy', () => {
  it('shows the plan to all, applies it on a click, and edits one message up to the proof', async () => {
    await using bot = await startBot();
    const shown = await preview(bot, 'deploy', DEPLOYER);
    expect(shown.body['response_type']).toBe('in_channel');
    expect(shown.words).toMatch(/\? .*that the share can be mounted and written/);
    expect(shown.words).toContain('+ Deployment enterprise-gateway/enterprise-gateway');
    expect(shown.words).toContain('~ ConfigMap jupyterhub/hub');
    expect(bot.platform.done).toEqual([]);

    await bot.click(shown, 'naas_confirm', { user: DEPLOYER });
    const done = await bot.slack.says('lab is deployed: 3 changes');
    expect(done.via).toBe('chat.update');
    expect(done.words).toContain('server starts');
    expect(bot.platform.done).toEqual(['apply deploy', 'prove']);
    expect(bot.slack.sent.map(({ via }) => via)).toContain('files.completeUploadExternal');
    expect(await bot.platform.history()).toMatchObject([{ who: 'slack:T01LAB/U0DEPLOYER' }]);
  });

  it('is for the history a run of who clicked', async () => {
    await using bot = await startBot();
    const shown = await preview(bot, 'deploy', DEPLOYER);
    await bot.click(shown, 'naas_confirm', { user: COLLEAGUE });
    await bot.slack.says('lab is deployed');
    expect(await bot.platform.history()).toMatchObject([{ who: 'slack:T01LAB/U0COLLEAGUE' }]);
  });

  it('counts a click as long as the digest is the same, whatever else is said about the plan by then', async () => {
    let plans = 0;
    const platform = inMemoryPlatform({
      plan: async () => samplePlan({ warnings: [`looked ${(plans += 1)} times`] }),
    });
    await using bot = await startBot({ platform });
    const shown = await preview(bot, 'deploy', DEPLOYER);
    await bot.click(shown, 'naas_confirm', { user: DEPLOYER });
    await bot.slack.says('lab is deployed');
    expect(bot.platform.done).toEqual(['apply deploy', 'prove']);
  });

  it('says who is at work on the platform already, and since when', async () => {
    const words = 'bob@desk is at work on the platform (deploy, since 2026-01-05T11:59:00Z). Nothing more was changed.';
    const platform = inMemoryPlatform({
      apply: async function* () {
        yield { type: 'started', steps: 3 };
        throw new NaasError('PLATFORM_BUSY', words, { hint: 'Wait until that has ended.' });
      },
    });
    await using bot = await startBot({ platform });
    const shown = await preview(bot, 'deploy', DEPLOYER);
    await bot.click(shown, 'naas_confirm', { user: DEPLOYER });
    const busy = await bot.slack.says(words);
    expect(busy.words).toMatch(/Wait until that has ended[^]*PLATFORM_BUSY/);
  });

  it('does the plan that `plan` has shown, by the button under it', async () => {
    await using bot = await startBot();
    await bot.type('plan', VIEWER);
    const plan = await bot.slack.says('Plan for lab: 3 changes');
    const { digest } = samplePlan();
    expect(plan.body['response_type']).toBe('ephemeral');
    expect(plan.words).toContain(digest);
    await bot.click(plan, 'naas_next', { user: DEPLOYER });
    await expect.poll(() => bot.slack.sent.some((one) => buttonOf(one, 'naas_confirm') !== undefined)).toBe(true);
    const shown = bot.slack.sent.find((one) => buttonOf(one, 'naas_confirm') !== undefined)!;
    expect(shown.words).toContain(`deploy --plan ${digest}`);
    await bot.click(shown, 'naas_confirm', { user: DEPLOYER });
    await bot.slack.says('lab is deployed');
  });

  it.each(['deploy --plan /etc/passwd', 'deploy --plan ./plan.json', 'plan --out plan.json'])(
    'reads and writes no file of the bot: %s',
    async (line) => {
      await using bot = await startBot();
      await bot.type(line, DEPLOYER);
      const { words } = await bot.slack.says('Usage:');
      expect(words).not.toContain('root:');
      expect(bot.slack.sent).toHaveLength(1);
    },
  );

  it('edits by the click’s few answers where the bot is not in the channel, and says where the plot is', async () => {
    await using bot = await startBot({ refuse: new Set(['chat.update', 'files.getUploadURLExternal']) });
    const shown = await preview(bot, 'deploy', DEPLOYER);
    const before = bot.slack.sent.length;
    await bot.click(shown, 'naas_confirm', { user: DEPLOYER });
    const done = await bot.slack.says('lab is deployed', before);
    // `says` finds the refused edit first.
    await expect
      .poll(() => bot.slack.sent.filter(({ via, words }) => via === 'respond' && words.includes('lab is deployed')))
      .toHaveLength(1);
    expect(done.words).toContain('naas verify --plot');
    expect(bot.slack.sent.slice(before).filter(({ via }) => via === 'respond').length).toBeLessThanOrEqual(5);
  });

  it('applies nothing when the plan is another one by then, and offers the new one', async () => {
    let plans = 0;
    const platform = inMemoryPlatform({
      plan: async () => {
        plans += 1;
        const state = plans === 1 ? 'seen' : 'other';
        return samplePlan({ actions: samplePlan().actions.map((action) => ({ ...action, state })) });
      },
    });
    await using bot = await startBot({ platform });
    const shown = await preview(bot, 'deploy', DEPLOYER);
    await bot.click(shown, 'naas_confirm', { user: DEPLOYER });
    const moved = await bot.slack.says('This has changed since it was shown, so nothing was done');
    expect(bot.platform.done).toEqual([]);
    await bot.click(moved, 'naas_confirm', { user: DEPLOYER });
    await bot.slack.says('lab is deployed');
  });

  it('says there is nothing to do to the asker alone, and asks nothing', async () => {
    await using bot = await startBot({
      platform: inMemoryPlatform({ plan: async () => samplePlan({ actions: [] }) }),
    });
    await bot.type('deploy', DEPLOYER);
    const { body } = await bot.slack.says('Nothing to do');
    expect(body['response_type']).toBe('ephemeral');
  });

  it('tells everybody when it fails half way, with the cause', async () => {
    const platform = inMemoryPlatform({
      // eslint-disable-next-line require-yield
      apply: async function* () {
        throw new NaasError('STORAGE_UNREACHABLE', 'The NFS server does not answer', { hint: 'Check spec.storage.' });
      },
    });
    await using bot = await startBot({ platform });
    const shown = await preview(bot, 'deploy', DEPLOYER);
    await bot.click(shown, 'naas_confirm', { user: DEPLOYER });
    const { via, words } = await bot.slack.says('The NFS server does not answer');
    expect(via).toBe('chat.update');
    expect(words).toMatch(/Check spec.storage[^]*STORAGE_UNREACHABLE/);
  });
});
