export { proofBlocks, watchProof, type Proof } from './watch-proof.ts';
