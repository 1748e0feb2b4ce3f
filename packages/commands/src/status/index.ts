export { activePeople, peopleView } from './people-view.ts';
export { remainingBlocks } from './remaining.ts';
export { labViews } from './views.ts';
