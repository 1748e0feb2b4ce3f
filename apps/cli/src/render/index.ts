export { errorJson, reportJson } from './json.ts';
export { colourPaint, harmless, type Paint, plainPaint } from './paint.ts';
export { showProgress, type ProgressView } from './progress.ts';
export { terminalText } from './terminal.ts';
