export {
  createUser,
  deleteUser,
  getUser,
  hubInfo,
  listUsers,
  personUnknown,
  whoAmI,
  type ListUsersOptions,
} from './client.ts';
export type { HubIdentity, HubUser, Server } from './model.ts';
export { progressSchema } from './schema.ts';
export { connectHub, serverApiPath, serverWords, type Hub, type HubOptions, type ServerRef } from './wire.ts';
