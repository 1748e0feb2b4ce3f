import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Levels {
  readonly openChannels: () => number;
  readonly knownKernels: () => number;
}

/** What the guard counts, in Prometheus' format. Nothing in it names a person. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'gateway_guard_request_seconds',
    help: 'Requests by route and status, and how long they took.',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
    registers: [this.registry],
  });
  readonly #refusals = new Counter({
    name: 'gateway_guard_refusals_total',
    help: 'Requests and WebSockets that were refused, by status.',
    labelNames: ['status'],
    registers: [this.registry],
  });
  readonly #leftOvers = new Counter({
    name: 'gateway_guard_left_overs_total',
    help: 'Kernels and pods that were left over, by what was done.',
    labelNames: ['kind', 'done'],
    registers: [this.registry],
  });
  readonly #responses = new Counter({
    name: 'gateway_guard_responses_total',
    help: 'What kernels that start report to the gateway, by what became of it.',
    labelNames: ['done'],
    registers: [this.registry],
  });

  constructor({ openChannels, knownKernels }: Levels) {
    collectDefaultMetrics({ register: this.registry });
    this.#gauge('gateway_guard_open_channels', 'WebSockets that are open.', openChannels);
    this.#gauge('gateway_guard_known_kernels', 'Kernels whose person is known.', knownKernels);
  }

  request(route: string, status: number, seconds: number): void {
    this.#requests.observe({ route, status: String(status) }, seconds);
  }

  refusal(status: number): void {
    this.#refusals.inc({ status: String(status) });
  }

  response(done: 'passed-on' | 'refused' | 'lost'): void {
    this.#responses.inc({ done });
  }

  leftOver(kind: string, done: string): void {
    this.#leftOvers.inc({ kind, done });
  }

  #gauge(name: string, help: string, level: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () => gauge.set(level()),
    });
  }
}
