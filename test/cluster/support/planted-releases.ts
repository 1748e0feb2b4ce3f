import { expect } from 'vitest';
import type { StuckRelease } from '../../../packages/sdk/src/helm/index.ts';
import type { Asked } from './door.ts';

/** Helm 3 creates by POST, Helm 4 by PATCH. */
export const writes = (plural: string) => (asked: Asked) =>
  (asked.method === 'POST' || asked.method === 'PATCH') && asked.path.includes(`/${plural}`);
const deletes = (plural: string) => (asked: Asked) => asked.method === 'DELETE' && asked.path.includes(`/${plural}/`);

/** One Helm at work on one release: to the end, or until it is killed at a request. */
export interface Hand {
  readonly helm: (command: string, ...args: string[]) => Promise<void>;
  readonly killed: (command: readonly string[], at: (asked: Asked) => boolean) => Promise<void>;
}

export interface Planted {
  readonly what: string;
  readonly plant: (hand: Hand) => Promise<unknown>;
  /** @default false */
  readonly nothingMade?: boolean;
  readonly stuck: Partial<StuckRelease>;
  /** Objects that only the forgotten revision names. */
  readonly strays: readonly string[];
  readonly history: readonly string[];
}

const INSTALL = ['install'];
/** An upgrade that brings a second claim and a second Service. */
export const MORE = ['upgrade', '--set', 'greeting=more,more=true'];

/** Each way to leave a release of the chart `settings-and-claim` half done, by really killing Helm, and what becomes of it. */
export const PLANTED: readonly Planted[] = [
  {
    what: 'an install that was killed before it made anything',
    plant: ({ killed }) => killed(INSTALL, writes('configmaps')),
    nothingMade: true,
    stuck: { state: 'pending-install', revision: 1, repair: 'forget-revision' },
    strays: ['ConfigMap', 'PersistentVolumeClaim', 'Service'],
    history: ['1 deployed'],
  },
  {
    what: 'an install that was killed half way',
    plant: ({ killed }) => killed(INSTALL, writes('services')),
    stuck: { state: 'pending-install', revision: 1, repair: 'forget-revision' },
    strays: ['ConfigMap', 'PersistentVolumeClaim', 'Service'],
    history: ['1 deployed'],
  },
  {
    what: 'a first install that failed',
    plant: ({ helm }) => expect(helm('install', '--set', 'port=70000')).rejects.toThrow('between 1 and 65535'),
    stuck: { state: 'failed', revision: 1, repair: 'forget-revision' },
    strays: ['ConfigMap', 'PersistentVolumeClaim', 'Service'],
    history: ['1 deployed'],
  },
  {
    what: 'an upgrade that was killed half way',
    plant: async ({ helm, killed }) => {
      await helm('install');
      await killed(MORE, writes('services'));
    },
    stuck: { state: 'pending-upgrade', revision: 2, deployedRevision: 1, repair: 'forget-revision' },
    strays: ['PersistentVolumeClaim', 'Service'],
    history: ['1 superseded', '2 deployed'],
  },
  {
    what: 'an upgrade that was killed when all was done but its record',
    plant: async ({ helm, killed }) => {
      await helm('install');
      await killed(
        ['upgrade', '--set', 'greeting=more'],
        ({ method, path }) => method === 'PUT' && path.endsWith('.v2'),
      );
    },
    stuck: { state: 'pending-upgrade', revision: 2, deployedRevision: 1, repair: 'forget-revision' },
    strays: [],
    history: ['1 superseded', '2 deployed'],
  },
  {
    what: 'a rollback that was killed half way',
    plant: async ({ helm, killed }) => {
      await helm('install');
      await helm('upgrade', '--set', 'greeting=more');
      await killed(['rollback'], writes('configmaps'));
    },
    stuck: { state: 'pending-rollback', revision: 3, deployedRevision: 2, repair: 'forget-revision' },
    strays: [],
    history: ['1 superseded', '2 superseded', '3 deployed'],
  },
  {
    what: 'an uninstall that was killed half way',
    plant: async ({ helm, killed }) => {
      await helm('install', '--set', 'keep=true');
      await killed(['uninstall'], deletes('configmaps'));
    },
    stuck: { state: 'uninstalling', revision: 1, deployedRevision: 1, repair: 'rollback' },
    strays: [],
    history: ['1 uninstalling', '2 superseded', '3 deployed'],
  },
  {
    what: 'the repair of an uninstall, killed half way',
    plant: async ({ helm, killed }) => {
      await helm('install', '--set', 'keep=true');
      await killed(['uninstall'], deletes('configmaps'));
      await killed(['rollback'], writes('services'));
    },
    stuck: { state: 'pending-rollback', revision: 2, deployedRevision: 1, repair: 'rollback' },
    strays: [],
    history: ['1 uninstalling', '2 pending-rollback', '3 superseded', '4 deployed'],
  },
];
