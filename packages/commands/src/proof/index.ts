export { proveChanges } from './prove-changes.ts';
export { proofBlocks, watchProof, type Proof } from './watch-proof.ts';
