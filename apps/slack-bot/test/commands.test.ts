import { inMemoryPlatform } from '@naas/commands/testing';
import { describe, expect, it } from 'vitest';
import { BOT_TOKEN, buttonOf, SIGNING_SECRET } from './stand-in-slack.ts';
import { DEPLOYER, OPERATOR, startBot, STRANGER, VIEWER } from './start-bot.ts';

describe('/notebook', () => {
  it('acknowledges with nothing, before the platform has answered', async () => {
    const silent = inMemoryPlatform({ status: () => new Promise(() => undefined) });
    await using bot = await startBot({ platform: silent });
    const response = await bot.type('status', VIEWER);
    expect([response.status, await response.text()]).toEqual([200, '']);
    await bot.slack.says('On it: `status`');
  });

  it('shows the status to the asker alone, in blocks', async () => {
    await using bot = await startBot();
    await bot.type('status', VIEWER);
    const { body, words } = await bot.slack.says('all well');
    expect(body['response_type']).toBe('ephemeral');
    expect(body['text']).toMatch(/^lab: all well/);
    expect(words).toContain('nfs-pv');
    expect(words).toContain('alice');
  });

  it.each(['status', 'kill-kernel alice', 'deploy', 'help'])(
    'tells somebody without a role how to get one, and does nothing: %s',
    async (line) => {
      await using bot = await startBot();
      await bot.type(line, STRANGER);
      const { body, words } = await bot.slack.says('You have no role here yet');
      expect(body['response_type']).toBe('ephemeral');
      expect(words).toContain('"user":"U0STRANGER"');
      expect(bot.slack.sent).toHaveLength(1);
      expect(bot.platform.done).toEqual([]);
    },
  );

  it.each([
    ['kill-kernel alice', VIEWER, 'operator'],
    ['deploy', OPERATOR, 'deployer'],
    ['preflight --share', VIEWER, 'operator'],
  ])('refuses %s to %s, who is not %s', async (line, user, role) => {
    await using bot = await startBot();
    await bot.type(line, user);
    await bot.slack.says(`this needs the role ${role}`);
    expect(bot.slack.sent).toHaveLength(1);
  });

  it('lists in help what this person may run and nothing else', async () => {
    await using bot = await startBot();
    await bot.type('', VIEWER);
    const { words } = await bot.slack.says('Your role is viewer');
    expect(words).toMatch(/\bstatus\b/);
    expect(words).not.toContain('deployer');
  });

  it('says what was probably meant', async () => {
    await using bot = await startBot();
    await bot.type('statsu', VIEWER);
    const { body } = await bot.slack.says('Did you mean status?');
    expect(body['response_type']).toBe('ephemeral');
  });

  it('shows a failure with its cause and the next step', async () => {
    const { NaasError } = await import('@naas/sdk');
    const platform = inMemoryPlatform({
      status: () =>
        Promise.reject(new NaasError('KUBE_UNREACHABLE', 'The cluster does not answer', { hint: 'Is it up?' })),
    });
    await using bot = await startBot({ platform });
    await bot.type('status', VIEWER);
    const { words } = await bot.slack.says('The cluster does not answer');
    expect(words).toMatch(/Is it up\?[^]*KUBE_UNREACHABLE/);
  });

  it('keeps the words of a bug for the log', async () => {
    const platform = inMemoryPlatform({ status: () => Promise.reject(new TypeError('x of undefined at 10.0.0.7')) });
    await using bot = await startBot({ platform });
    await bot.type('status', VIEWER);
    const { words } = await bot.slack.says('Something broke in the bot itself');
    expect(words).not.toContain('10.0.0.7');
    await expect.poll(bot.log).toContain('10.0.0.7');
  });

  it('lets no name mention a channel or hide a link', async () => {
    const { people, orphans } = await inMemoryPlatform().people();
    const named = people.map((person) => ({ ...person, name: '<!channel> <https://evil|x>```' }));
    await using bot = await startBot({
      platform: inMemoryPlatform({ people: () => Promise.resolve({ people: named, orphans }) }),
    });
    await bot.type('kernels', VIEWER);
    await bot.slack.says('&lt;!channel&gt;');
    await bot.type('nobody <!channel>', VIEWER);
    await bot.slack.says('There is no command');
    for (const { words } of bot.slack.sent) expect(words).not.toMatch(/<!|<https/);
    const table = await bot.slack.says('&lt;!channel&gt;');
    expect(table.words.match(/```/g)).toHaveLength(2);
  });

  it('announces what changes something without a question, and who did it', async () => {
    await using bot = await startBot();
    await bot.type('server start bob', OPERATOR);
    const { via } = await bot.slack.says('is ready after');
    expect(via).toBe('chat.update');
    expect(bot.slack.sent[0]).toMatchObject({
      via: 'chat.postMessage',
      words: expect.stringContaining(`<@${OPERATOR}>`) as string,
    });
  });

  it('announces it also in a channel it is not a member of', async () => {
    await using bot = await startBot({ refuse: new Set(['chat.postMessage', 'chat.update']) });
    await bot.type('server start bob', OPERATOR);
    const { via, body } = await bot.slack.says('is ready after');
    expect([via, body['response_type']]).toEqual(['respond', 'in_channel']);
  });

  it('does what a next step’s button says, for whoever may, beside the message', async () => {
    await using bot = await startBot({ platform: inMemoryPlatform({ kernels: 2 }) });
    await bot.type('kill-kernel alice', OPERATOR);
    const choice = await bot.slack.says('say which one');
    await bot.click(choice, 'naas_next', { user: STRANGER });
    await bot.slack.says('You have no role here yet');
    await bot.click(choice, 'naas_next', { user: OPERATOR });
    const preview = await bot.slack.says(/About to stop kernel 0f3a5c77/);
    expect(preview.body['replace_original']).toBe(false);
    expect(buttonOf(preview, 'naas_confirm')).toBeDefined();
    expect(bot.platform.done).toEqual([]);
  });

  it.each(['destroy', 'destroy --delete-data'])('leaves what needs a typed name to the terminal: %s', async (line) => {
    await using bot = await startBot();
    await bot.type(line, DEPLOYER);
    await bot.slack.says('in a terminal');
    expect(bot.platform.done).toEqual([]);
  });

  it.each([
    ['drift', 'Nothing to compare with'],
    ['history', 'lab: no run'],
    ['plan', 'Plan for lab: 3 changes'],
  ])('lets a viewer ask for %s', async (line, words) => {
    await using bot = await startBot();
    await bot.type(line, VIEWER);
    const { body } = await bot.slack.says(words);
    expect(body['response_type']).toBe('ephemeral');
    expect(bot.platform.done).toEqual([]);
  });

  it('logs who, what and the outcome, and no secret', async () => {
    await using bot = await startBot();
    await bot.type('kill-kernel alice', OPERATOR);
    const preview = await bot.slack.says('About to stop');
    const value = buttonOf(preview, 'naas_confirm')?.value ?? '';
    await expect.poll(bot.log).toMatch(/"user":"U0OPERATOR".*"line":"kill-kernel alice".*"outcome":"asked"/);
    for (const secret of [SIGNING_SECRET, BOT_TOKEN, value]) expect(bot.log()).not.toContain(secret);
  });
});
