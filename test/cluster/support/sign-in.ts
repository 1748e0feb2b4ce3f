import { request } from 'node:http';

/** What a browser remembers of a site, by name. */
export type Cookies = Map<string, string>;

/**
 * Signs a person in the way a browser does, and gives a token of theirs as the hub's own page would. Not by `fetch`: the
 * hub gives its cookies to pages that are navigated to, and fetch says of itself that it is no navigation.
 */
export async function signIn(
  hub: string,
  person: { name: string; password: string },
  cookies: Cookies = new Map(),
): Promise<string> {
  const visit = (path: string, options: VisitOptions = {}) => ask(`${hub}${path}`, { ...options, cookies });
  await visit('/hub/login');
  const form = new URLSearchParams({ username: person.name, password: person.password, _xsrf: xsrf(cookies) });
  const login = await visit('/hub/login', { type: 'application/x-www-form-urlencoded', body: form.toString() });
  if (login.status !== 302) throw new Error(`the hub did not sign ${person.name} in: status ${login.status}`);
  await visit('/hub/token');
  const answer = await visit(`/hub/api/users/${encodeURIComponent(person.name)}/tokens`, {
    type: 'application/json',
    body: JSON.stringify({ note: 'test', expires_in: 3600 }),
    headers: { 'x-xsrftoken': xsrf(cookies), referer: `${hub}/hub/token` },
  });
  if (answer.status !== 201) throw new Error(`no token for ${person.name}: ${answer.status} ${answer.text}`);
  return (JSON.parse(answer.text) as { token: string }).token;
}

/** Whether the hub shows a browser with these cookies its home page, instead of asking for a name. */
export async function isSignedIn(hub: string, cookies: Cookies): Promise<boolean> {
  return (await ask(`${hub}/hub/home`, { cookies: new Map(cookies) })).status === 200;
}

interface VisitOptions {
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Visit extends VisitOptions {
  readonly cookies: Cookies;
}

function ask(url: string, { type, body, headers, cookies }: Visit): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'sec-fetch-mode': 'navigate',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      for (const line of response.headers['set-cookie'] ?? []) remember(cookies, line);
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    outgoing.end(body);
  });
}

function remember(cookies: Cookies, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

function xsrf(cookies: ReadonlyMap<string, string>): string {
  return decodeURIComponent(cookies.get('_xsrf') ?? '').replaceAll('"', '');
}
