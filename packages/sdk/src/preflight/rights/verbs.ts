/** What is done with objects, as verbs of RBAC. */
export const LOOK = ['get', 'list', 'watch'] as const;
/** Server-side apply makes and changes by `patch`, and asks for `create` where nothing is there. */
export const KEEP = [...LOOK, 'create', 'patch', 'delete'] as const;
/** Helm, and whoever writes by version, replaces as well. */
export const REPLACE = [...KEEP, 'update'] as const;
/** Both, since Kubernetes 1.35 asks for `create` where a websocket is opened by GET. */
export const CONNECT = ['get', 'create'] as const;
