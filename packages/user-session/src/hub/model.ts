/** A person's server that runs, starts or stops; JupyterHub tells nothing of one that is stopped. */
export interface Server {
  /** Whose it is, by the hub's name. */
  readonly user: string;
  /** Empty for the default server. */
  readonly name: string;
  readonly ready: boolean;
  readonly pending: 'spawn' | 'stop' | null;
  /** ISO 8601. */
  readonly started?: string;
  /** ISO 8601. */
  readonly lastActivity?: string;
  /** Path under the hub's address, as `/user/alice/`. */
  readonly url: string;
  /** Known with the scope `admin:server_state`. */
  readonly podName?: string;
  /** The pod's namespace. Known with the scope `admin:server_state`. */
  readonly namespace?: string;
}

/** A person the hub knows, with the servers that are not stopped. */
export interface HubUser {
  readonly name: string;
  readonly admin: boolean;
  /** ISO 8601. Known with the scope `read:users:activity`. */
  readonly lastActivity?: string;
  readonly servers: readonly Server[];
}

/** Who a token belongs to and what it may do. */
export interface HubIdentity {
  readonly kind: 'user' | 'service';
  readonly name: string;
  readonly scopes: readonly string[];
}
