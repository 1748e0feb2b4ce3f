import { describe, expect, it } from 'vitest';
import { commandForm, startBot, VIEWER } from './start-bot.ts';
import { signed } from './stand-in-slack.ts';

describe('requests that are not Slack’s', () => {
  const form = commandForm('status', VIEWER, 'http://127.0.0.1:9/never');

  it.each([
    ['without a signature', { ...signed(form), headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['signed with another secret', signed(form, { secret: 'somebody else’s secret' })],
    ['stamped six minutes ago', signed(form, { skew: -360 })],
    ['stamped six minutes ahead', signed(form, { skew: 360 })],
  ])('are refused with 401 and do nothing: %s', async (_what, request) => {
    await using bot = await startBot();
    expect((await bot.post(request)).status).toBe(401);
    expect(bot.slack.sent).toEqual([]);
  });

  it('are refused when they are a repetition, also with a header that was touched up', async () => {
    await using bot = await startBot();
    const request = signed(commandForm('status', VIEWER, bot.slack.responseUrl()));
    expect((await bot.post(request)).status).toBe(200);
    await bot.slack.says('all well');
    const before = bot.slack.sent.length;
    const headers = request.headers as Record<string, string>;
    const touched = { ...headers, 'x-slack-signature': `${headers['x-slack-signature']}=x` };
    expect((await bot.post(request)).status).toBe(401);
    expect((await bot.post({ ...request, headers: touched })).status).toBe(401);
    expect(bot.slack.sent).toHaveLength(before);
  });

  it('are taken with a stamp a little off, as clocks are', async () => {
    await using bot = await startBot();
    expect((await bot.type('status', VIEWER, { skew: 240 })).status).toBe(200);
    expect((await bot.type('status', VIEWER, { skew: -240 })).status).toBe(200);
  });
});

describe('the bot', () => {
  it('answers probes', async () => {
    await using bot = await startBot();
    const response = await fetch(new URL('/healthz', bot.url));
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
  });
});
