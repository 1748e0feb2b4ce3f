import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { GATEWAY_TOKEN, type Kernel, kernels } from '../people.ts';
import type { Latencies, Loop, Target } from './task.ts';

/** Asks for kernels by id. */
export function get(loop: Loop): Promise<Latencies> {
  return closedLoop(loop, async (ask, kernel) => {
    const begin = performance.now();
    await ask({ method: 'GET', path: `/api/kernels/${kernel.id}`, wanted: 200 });
    return performance.now() - begin;
  });
}

/** Starts kernels. Each is stopped before the next, which is not counted. */
export function start(loop: Loop): Promise<Latencies> {
  return closedLoop(loop, async (ask, { person }) => {
    const env = { KERNEL_USERNAME: person.name, KERNEL_LAUNCH_TIMEOUT: '40', KERNEL_WORKING_DIR: '/home/jovyan' };
    const body = JSON.stringify({ name: 'python_kubernetes', env });
    const begin = performance.now();
    const { id } = JSON.parse(await ask({ method: 'POST', path: '/api/kernels', wanted: 201, body })) as Kernel;
    const took = performance.now() - begin;
    await ask({ method: 'DELETE', path: `/api/kernels/${id}`, wanted: 204 });
    return took;
  });
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly wanted: number;
  readonly body?: string;
}

type Once = (ask: (call: Call) => Promise<string>, kernel: Kernel) => Promise<number>;

async function closedLoop(loop: Loop, once: Once): Promise<Latencies> {
  const { target, connections, count, seconds, perSecond = Infinity } = loop;
  const latencies: number[] = [];
  const begin = performance.now();
  const until = begin + seconds * 1000;
  let begun = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        while (begun < count && performance.now() < until) {
          const kernel = kernels[begun % kernels.length]!;
          const early = begin + (begun * 1000) / perSecond - performance.now();
          begun += 1;
          if (early > 0) await setTimeout(early);
          latencies.push(await once((call) => exchange(agent, authorization(target, kernel), call), kernel));
        }
      } finally {
        agent.destroy();
      }
    }),
  );
  return latencies;

  function exchange(agent: Agent, token: string, { method, path, wanted, body }: Call): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = {
        Authorization: `token ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': body.length }),
      };
      request(target.url + path, { method, agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          if (response.statusCode === wanted) resolve(text);
          else reject(new Error(`${method} ${target.url}${path}: ${response.statusCode} ${text}`));
        });
      })
        .on('error', reject)
        .end(body);
    });
  }
}

export function authorization({ credentials }: Target, { person }: Kernel): string {
  return credentials === 'gateway' ? GATEWAY_TOKEN : person.token;
}
