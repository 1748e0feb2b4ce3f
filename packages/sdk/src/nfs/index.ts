export { explainShare, type ShareFailure } from './explain-share.ts';
export { shareCheckPod, type ShareCheckOptions } from './share-check-pod.ts';
