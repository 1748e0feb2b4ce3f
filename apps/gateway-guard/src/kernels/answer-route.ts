import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { type Answer, json } from '../http/answer.ts';
import { readBody } from '../http/read-body.ts';
import type { Route } from '../http/route.ts';
import type { Caller } from '../identity/callers.ts';
import type { Person } from '../identity/hub-user.ts';
import type { Log } from '../log.ts';
import { noSuchKernel, noSuchPath, Refusal } from '../refusal.ts';
import { type GatewayAnswer, parsed, reasonIn } from './gateway.ts';
import { kernelspecIn, kernelspecsFor } from './kernelspecs.ts';
import { startKernel, type StartDependencies, startRequestIn } from './start-kernel.ts';

export interface RouteDependencies extends StartDependencies {
  readonly log: Log;
}

/** A request whose route and caller are known. */
export interface Asked {
  readonly route: Route;
  readonly caller: Caller;
  readonly request: IncomingMessage;
  /** Whether the caller has gone away. */
  readonly isGone: () => boolean;
}

const MOST_BODY_BYTES = 64 * 1024;

/** Answers one request, with what its caller may see and do. @throws Refusal for all else */
export async function answerRoute(dependencies: RouteDependencies, asked: Asked): Promise<Answer> {
  const { gateway } = dependencies;
  const { route, caller, request, isGone } = asked;
  const person = caller.kind === 'person' ? caller.person : undefined;
  switch (route.kind) {
    case 'version':
      return json(200, parsed(await gateway.ask({ path: '/api' }), 'its version'));
    case 'kernelspecs':
      return json(200, await kernelspecsFor(gateway, person?.name));
    case 'kernelspec':
      return json(200, kernelspecIn(await kernelspecsFor(gateway, person?.name), route.name));
    case 'kernelspec-file': {
      kernelspecIn(await kernelspecsFor(gateway, person?.name), route.name);
      return passed(await gateway.ask({ path: `/kernelspecs/${route.name}/${route.file}` }));
    }
    case 'kernels':
      return json(200, await listKernels(dependencies, person));
    case 'start-kernel':
      return await start(dependencies, { person: personOnly(person), request, isGone });
    case 'kernel':
      await owned(dependencies, route.id, person);
      return passed(await gateway.ask({ path: `/api/kernels/${route.id}` }));
    case 'stop-kernel':
      await owned(dependencies, route.id, person);
      return await stop(dependencies, route.id, person);
    case 'interrupt-kernel':
      await owned(dependencies, route.id, person);
      return passed(await gateway.ask({ method: 'POST', path: `/api/kernels/${route.id}/interrupt` }));
    case 'restart-kernel': {
      await owned(dependencies, route.id, personOnly(person));
      const timeoutMs = dependencies.settings.launchSeconds * 1000;
      return passed(await gateway.ask({ method: 'POST', path: `/api/kernels/${route.id}/restart`, timeoutMs }));
    }
    case 'sessions':
      return json(200, await listSessions(dependencies, personOnly(person)));
    case 'make-session':
      throw new Refusal(403, 'The gateway keeps no sessions here: start a kernel with POST /api/kernels.', {
        detail: 'a session would start a kernel without an environment of its own',
      });
    case 'session':
      return json(200, await session(dependencies, route.id, personOnly(person)));
    case 'stop-session': {
      await session(dependencies, route.id, personOnly(person));
      return passed(await gateway.ask({ method: 'DELETE', path: `/api/sessions/${route.id}` }));
    }
  }
}

function personOnly(person: Person | undefined): Person {
  if (person) return person;
  throw noSuchPath('not for operators');
}

/** Holds for operators, and for whose kernel it is. */
export async function owned({ owners }: RouteDependencies, id: string, person: Person | undefined): Promise<void> {
  if (person === undefined || owners.isOwn(id, person)) return;
  const isOwn = await owners.isOwnAfterAsking(id, person).catch((error: unknown) => {
    throw unsure(error);
  });
  if (!isOwn) throw noSuchKernel(id, owners.knows(id) ? 'the kernel of somebody else' : 'no pod of that kernel');
}

function unsure(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const message = 'It cannot be told right now whose kernel this is. Try again in a moment.';
  return new Refusal(503, message, { detail, retryAfterSeconds: 5 });
}

const kernelsSchema = z.array(z.looseObject({ id: z.string() }));

async function listKernels(dependencies: RouteDependencies, person: Person | undefined): Promise<unknown[]> {
  const { gateway, owners } = dependencies;
  const { data } = kernelsSchema.safeParse(parsed(await gateway.ask({ path: '/api/kernels' }), 'its kernels'));
  if (!data) throw new Refusal(502, 'The gateway sent something else than its kernels.');
  if (person === undefined) return data;
  if (data.some(({ id }) => !owners.knows(id))) {
    await owners.relist().catch((error: unknown) => {
      throw unsure(error);
    });
  }
  return data.filter(({ id }) => owners.isOwn(id, person));
}

interface Starting {
  readonly person: Person;
  readonly request: IncomingMessage;
  readonly isGone: () => boolean;
}

async function start(dependencies: RouteDependencies, { person, request, isGone }: Starting): Promise<Answer> {
  const wanted = startRequestIn(await readBody(request, MOST_BODY_BYTES));
  const kernel = await startKernel(dependencies, person, wanted);
  if (isGone()) {
    // Nobody would ever know of it.
    await stop(dependencies, kernel.id, person);
  }
  return json(201, kernel, { location: `/api/kernels/${kernel.id}` });
}

async function stop({ gateway, log }: RouteDependencies, id: string, person: Person | undefined): Promise<Answer> {
  const answer = await gateway.ask({ method: 'DELETE', path: `/api/kernels/${id}` });
  if (answer.status === 204) {
    log('info', 'kernel-stopped', {
      kernel: id,
      person: person?.name,
      reason: person ? 'by its person' : 'by an operator',
    });
  }
  return passed(answer);
}

const sessionsSchema = z.array(z.looseObject({ id: z.string(), kernel: z.looseObject({ id: z.string() }).nullish() }));

async function listSessions({ gateway, owners }: RouteDependencies, person: Person) {
  const { data } = sessionsSchema.safeParse(parsed(await gateway.ask({ path: '/api/sessions' }), 'its sessions'));
  if (!data) throw new Refusal(502, 'The gateway sent something else than its sessions.');
  return data.filter(({ kernel }) => kernel != null && owners.isOwn(kernel.id, person));
}

async function session(dependencies: RouteDependencies, id: string, person: Person) {
  const found = (await listSessions(dependencies, person)).find((each) => each.id === id);
  if (found) return found;
  throw new Refusal(404, `Session not found: ${id}`, { detail: 'no session of this person' });
}

/** Passes an answer of the gateway on, but for the traces of its own failures. */
function passed(answer: GatewayAnswer): Answer {
  const { status, contentType, body } = answer;
  if (status === 204) return { status };
  if (status === 200 || status === 201) return { status, headers: { 'content-type': contentType }, body };
  const detail = reasonIn(body);
  if (status === 404) throw new Refusal(404, detail || 'The gateway does not know it.');
  throw new Refusal(502, 'The gateway failed to do this. Who operates this service sees why with: naas status', {
    detail: `status ${status} ${detail}`.trim(),
  });
}
