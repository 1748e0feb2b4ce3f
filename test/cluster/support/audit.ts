import { readFile, stat } from 'node:fs/promises';

/** Remembers where the audit log ends now. */
export async function auditMark(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** Lists the requests of a person's tools since a mark that changed something: no dry runs, no access reviews. */
export async function persistingRequests(path: string, mark: number): Promise<string[]> {
  const lines = (await readFile(path)).subarray(mark).toString().split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter(({ user }) => !/^system:(serviceaccount|node|apiserver|kube)/.test(user.username))
    .filter(({ verb }) => ['create', 'update', 'patch', 'delete', 'deletecollection'].includes(verb))
    .filter(({ requestURI, objectRef }) => !requestURI.includes('dryRun=All') && !isTransient(objectRef))
    .map(({ verb, requestURI }) => `${verb} ${requestURI}`);
}

/** Lists the requests of this product's own client since a mark: what Helm and kubectl ask is theirs. */
export async function requestsOfOurs(path: string, mark: number): Promise<string[]> {
  const lines = (await readFile(path)).subarray(mark).toString().split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter(({ userAgent }) => userAgent?.startsWith('naas'))
    .map(({ verb, requestURI }) => `${verb} ${requestURI}`);
}

interface AuditEvent {
  readonly verb: string;
  readonly userAgent?: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string };
}

/** Reviews store nothing; a port-forward or an exec is a connection. */
function isTransient(ref: AuditEvent['objectRef']): boolean {
  return ref?.resource?.endsWith('reviews') === true || ['portforward', 'exec'].includes(ref?.subresource ?? '');
}
