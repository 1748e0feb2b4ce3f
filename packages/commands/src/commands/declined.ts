import { text, type Report } from '../report.ts';

/** Reports that the person said no and that nothing was touched. */
export function declined(what: string): Report {
  return {
    title: `${what}: not done`,
    tone: 'neutral',
    outcome: 'declined',
    blocks: [text('Nothing was changed.')],
    data: { declined: true },
  };
}
