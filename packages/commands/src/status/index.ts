export { activePeople, peopleView } from './people-view.ts';
export { labViews } from './views.ts';
