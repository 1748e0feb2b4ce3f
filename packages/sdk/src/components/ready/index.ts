export { claimBound } from './claim-bound.ts';
export { storageClassThere } from './storage-class-there.ts';
export { deploymentAvailable, releaseAvailable } from './workload-available.ts';
