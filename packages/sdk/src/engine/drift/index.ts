export { type Drift, driftOf } from './drift-of.ts';
export { type ObjectDrift, releaseDrift } from './release-drift.ts';
