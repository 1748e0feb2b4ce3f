export { createApp, type CreateAppOptions, type SlackApp } from './app.ts';
export { createLog, type Logger } from './log.ts';
export { ROLES, type Binding, type Role } from './rights.ts';
export { readSettings, type ReadSettingsOptions, type Settings } from './settings.ts';
