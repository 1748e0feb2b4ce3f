export { COMMANDS } from './catalogue.ts';
export {
  type Access,
  type Argument,
  type Command,
  type CommandContext,
  type Confirmation,
  type Option,
  type Progress,
  type Question,
} from './command.ts';
export { accessOf, helpReport, parseCommandLine, parseInput, usageOf, type ParsedLine } from './grammar/index.ts';
export { isPlanDigest, readPlanFile } from './plans/index.ts';
export { connectPlatform, type Platform, type PlatformCallOptions } from './platform/index.ts';
export {
  MAX_ROWS,
  type Block,
  type Column,
  type DiffAction,
  type DiffBlock,
  type Fact,
  type FactsBlock,
  type NextAction,
  type Outcome,
  type PictureBlock,
  type Report,
  type TableBlock,
  type TextBlock,
  type Tone,
} from './report.ts';
export { duration } from './words/index.ts';
