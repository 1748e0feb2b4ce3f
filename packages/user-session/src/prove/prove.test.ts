import { expect, test } from 'vitest';
import { platformStandIn, type PlatformStandIn } from '../../test/platform-stand-in.ts';
import { PROOF_PHASES, type ProofEvent } from './phases.ts';
import type { ProofCluster } from './proof-cluster.ts';
import { prove } from './prove.ts';

const PULL = 'image nope:1 cannot be pulled: not found';

function gate(): { wait: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open: () => open() };
}

async function proveWith(
  platform: PlatformStandIn,
  different: Partial<ProofCluster> = {},
  signal?: AbortSignal,
): Promise<ProofEvent[]> {
  const events: ProofEvent[] = [];
  const cluster = { ...platform.cluster, ...different };
  const options = { ...platform, cluster, nonce: () => 'n0nce' };
  for await (const event of prove(options, signal ? { signal } : {})) events.push(event);
  return events;
}

test('a platform that works is proven phase by phase, with a picture, and nothing stays', async () => {
  await using platform = await platformStandIn();
  const events = await proveWith(platform);
  const started = events.filter(({ type }) => type === 'phase-started');
  expect(started.map((event) => 'phase' in event && event.phase)).toEqual(PROOF_PHASES);
  const picture = events.find((event) => event.type === 'picture');
  expect(picture?.png.subarray(1, 4)).toEqual(Buffer.from('PNG'));
  const finished = events.at(-1);
  expect(finished).toMatchObject({ type: 'finished' });
  expect(finished?.type === 'finished' && finished.phases.map(({ phase }) => phase)).toEqual(PROOF_PHASES);
  expect([platform.servers.size, platform.kernels.size, platform.files.size]).toEqual([0, 0, 0]);
});

test('a server an earlier proof left running is stopped first, and its files go', async () => {
  await using platform = await platformStandIn();
  platform.servers.add('');
  platform.files.set('naas-verify-old.txt', 'old').set('mine.txt', 'keep');
  const events = await proveWith(platform);
  expect(events).toContainEqual(
    expect.objectContaining({ phase: 'leftovers cleared', detail: 'stopped 1 of its servers' }),
  );
  expect([...platform.files.keys()]).toEqual(['mine.txt']);
});

test('a person from before the hub was started again is made anew, and so has the rights of people', async () => {
  await using platform = await platformStandIn({ hubStartedAgain: true });
  const events = await proveWith(platform);
  expect(events.at(-1)).toMatchObject({ type: 'finished' });
});

test('kernels of an earlier proof are ended first, also those the gateway does not know', async () => {
  await using platform = await platformStandIn();
  platform.kernels.add('known');
  platform.orphans.add('forgotten');
  const events = await proveWith(platform);
  expect(events).toContainEqual(
    expect.objectContaining({ phase: 'leftovers cleared', detail: 'stopped 2 of its kernels' }),
  );
  expect(platform.askedGateway.seen).toContainEqual(
    expect.objectContaining({ method: 'DELETE', path: '/api/kernels/known' }),
  );
  expect([platform.kernels.size, platform.orphans.size]).toEqual([0, 0]);
});

test('a kernel that nobody told of, because its gateway was replaced, is ended after the failure', async () => {
  await using platform: PlatformStandIn = await platformStandIn({
    answer: ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/api/kernels')) return undefined;
      platform.orphans.add('forgotten');
      return { status: 500, json: { message: 'the gateway went away' } };
    },
  });
  await expect(proveWith(platform)).rejects.toThrow(/Nothing is left running\.$/);
  expect(platform.orphans.size).toBe(0);
});

test('a pod of the proof that does not go is left behind by name, not passed over', async () => {
  await using platform = await platformStandIn();
  platform.orphans.add('stuck');
  await expect(proveWith(platform, { removeKernelPod: async () => undefined })).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: expect.stringMatching(
      /"leftovers cleared": Pod notebook-kernels\/nb-stuck did not go within 45 s\. Left behind: kernel stuck \(Pod notebook-kernels\/nb-stuck did not go within 45 s\)\.$/,
    ),
  });
});

test('who cannot look for kernels does not say that none is left', async () => {
  await using platform = await platformStandIn();
  const kernelPodsOf = () => Promise.reject(new Error('the cluster does not answer'));
  await expect(proveWith(platform, { kernelPodsOf })).rejects.toThrow(
    /Left behind: perhaps kernels of naas-verify \(the cluster does not answer\)\.$/,
  );
});

test('a gateway that is away does not keep pods of an earlier proof alive', async () => {
  await using platform = await platformStandIn();
  platform.orphans.add('forgotten');
  await platform.askedGateway[Symbol.asyncDispose]();
  await expect(proveWith(platform)).rejects.toThrow(/Nothing is left running\.$/);
  expect(platform.orphans.size).toBe(0);
});

test('a gateway that is away fails the proof at once and is named', async () => {
  await using platform = await platformStandIn();
  await platform.askedGateway[Symbol.asyncDispose]();
  await expect(proveWith(platform)).rejects.toMatchObject({
    code: 'GATEWAY_UNREACHABLE',
    message: expect.stringMatching(
      /^The proof failed at "gateway answers": The gateway \(Service enterprise-gateway\) cannot be reached/,
    ),
  });
  expect(platform.asked.seen).toEqual([]);
});

test('a gateway without our kernelspec fails the proof with what it offers instead', async () => {
  await using platform = await platformStandIn({
    answer: ({ path }) =>
      path === '/api/kernelspecs'
        ? { status: 200, json: { kernelspecs: { r: { name: 'r', spec: { display_name: 'R', language: 'r' } } } } }
        : undefined,
  });
  await expect(proveWith(platform)).rejects.toThrow(/does not offer the kernelspec python_kubernetes, but r\./);
});

test('a kernel that does not start is explained by its pod, though the gateway only waited too long', async () => {
  let looks = 0;
  const lookedThrice = gate();
  await using platform = await platformStandIn({
    answer: ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/api/kernels')) return undefined;
      return async (response) => {
        await lookedThrice.wait;
        const message = 'KernelID: launch timeout due to: Waited too long (10.0s) to get connection file';
        response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
      };
    },
  });
  // Gone at the second look, as when the gateway deletes the pod at its own time-out.
  const explainKernelPods: ProofCluster['explainKernelPods'] = async (_, { signal }) => {
    looks += 1;
    if (looks === 3) {
      lookedThrice.open();
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    }
    return looks === 1 ? { reason: PULL, fatal: true } : undefined;
  };
  await expect(proveWith(platform, { explainKernelPods })).rejects.toMatchObject({
    code: 'KERNEL_NOT_STARTED',
    message: expect.stringMatching(
      /Waited too long.*: image nope:1 cannot be pulled: not found\. Nothing is left running\.$/,
    ),
  });
  expect(platform.servers.size).toBe(0);
});

test('a cause that does not pass ends the wait for a kernel', async () => {
  await using platform = await platformStandIn({
    answer: ({ method, path }) =>
      method === 'POST' && path.endsWith('/api/kernels') ? () => new Promise(() => undefined) : undefined,
  });
  const explainKernelPods = async () => ({ reason: PULL, fatal: true });
  await expect(proveWith(platform, { explainKernelPods })).rejects.toMatchObject({
    code: 'KERNEL_NOT_STARTED',
    message: expect.stringContaining(`No kernel started for naas-verify: ${PULL}. Nothing is left running.`),
  });
});

test('a home that server and kernel do not share fails the proof, and all is taken away', async () => {
  await using platform = await platformStandIn({
    answer: ({ method, path }) => (method === 'GET' && path.endsWith('.txt') ? { status: 404, json: {} } : undefined),
  });
  await expect(proveWith(platform)).rejects.toMatchObject({
    code: 'PROOF_FAILED',
    message: expect.stringContaining('does not see naas-verify-n0nce.txt. Nothing is left running.'),
    hint: expect.stringContaining('same directory'),
  });
  expect([platform.servers.size, platform.kernels.size, platform.files.size]).toEqual([0, 0, 0]);
});

test('a claim that is lost with the server fails the proof', async () => {
  await using platform = await platformStandIn();
  await expect(proveWith(platform, { homesClaimBound: async () => false })).rejects.toThrow(
    /"server stops, claim stays": the claim of the homes is not bound any more/,
  );
});

test('what cannot be taken away is named', async () => {
  await using platform = await platformStandIn({
    kernel: () => 'death',
    answer: ({ method, path }) =>
      method === 'DELETE' && path.endsWith('/server') ? { status: 500, json: { message: 'broken' } } : undefined,
  });
  await expect(proveWith(platform)).rejects.toMatchObject({
    code: 'KERNEL_FAILED',
    message: expect.stringMatching(
      /died while it computed\. Left behind: the server of naas-verify \(The hub did not stop the server of naas-verify: broken/,
    ),
  });
});

test('a cause is not taken for a lack of time because the clean-up goes on beyond the deadline', async () => {
  await using platform = await platformStandIn();
  const kernelPodsOf = async () => {
    await platform.clock.sleep(60_000);
    return [];
  };
  const proof = prove(
    { ...platform, cluster: { ...platform.cluster, kernelPodsOf }, kernelspec: 'r' },
    { deadlineMs: 30_000 },
  );
  const reading = (async () => {
    for await (const event of proof) void event;
  })();
  await expect(reading).rejects.toThrow(/does not offer the kernelspec r/);
});

test('a proof that is given up stops what it started and stays a cancellation', async () => {
  const giveUp = new AbortController();
  const reason = new Error('enough');
  await using platform = await platformStandIn({
    kernel: () => {
      giveUp.abort(reason);
      return 'silence';
    },
  });
  await expect(proveWith(platform, {}, giveUp.signal)).rejects.toBe(reason);
  expect([platform.servers.size, platform.kernels.size]).toEqual([0, 0]);
});

test('a reader who stops reading leaves nothing running', async () => {
  await using platform = await platformStandIn();
  for await (const event of prove({ ...platform })) {
    if (event.type === 'phase-finished' && event.phase === 'kernel computes') break;
  }
  expect([platform.servers.size, platform.kernels.size]).toEqual([0, 0]);
});
