/** A kernel as Jupyter's REST API tells of it. Whose it is, it does not say. */
export interface GatewayKernel {
  readonly id: string;
  /** The kernelspec it was started from. */
  readonly name: string;
  /** `idle`, `busy`, `starting`, `restarting`, `dead` or `unknown`. */
  readonly state: string;
  /** ISO 8601. */
  readonly lastActivity?: string;
  /** Open websockets: notebooks that look at it. */
  readonly connections: number;
}

export interface KernelspecEntry {
  readonly name: string;
  readonly displayName: string;
  readonly language: string;
}
