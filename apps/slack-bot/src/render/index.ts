export { context } from './limits.ts';
export { CONFIRM_ACTION_ID, renderPreview, type PreviewOptions } from './preview.ts';
export { NEXT_ACTION_ID, picturesOf, renderReport, type Message } from './report.ts';
export { lineWords, personWords, renderError, renderProgress, renderWords } from './words.ts';
