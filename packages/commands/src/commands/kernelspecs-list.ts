import type { KernelspecReport } from '@naas/sdk';
import type { Command } from '../command.ts';
import { table, text } from '../report.ts';
import { count } from '../words/index.ts';
import { noInput, type NoInput } from './no-input.ts';

/** Lists kernelspecs and where each is to be found. */
export const kernelspecsList: Command<NoInput> = {
  name: 'kernelspecs list',
  summary: 'List kernelspecs: in the file, on the share, offered by the gateway',
  arguments: [],
  options: [],
  input: noInput,
  access: 'read',
  confirm: 'never',
  async *run(_input, { platform, signal }) {
    yield { state: 'doing', words: 'Comparing file, share and gateway' };
    const report = await platform.kernelspecs({ signal });
    const offered = report.specs.filter(({ inGateway }) => inGateway).length;
    const asked = report.gatewayError === undefined;
    return {
      title: `${count(report.specs.length, 'kernelspec')}, ${asked ? `${offered} offered by the gateway` : 'what the gateway offers is unknown'}`,
      tone: asked ? 'neutral' : 'warning',
      outcome: asked ? 'done' : 'unwell',
      blocks: [
        table({
          title: 'Kernelspecs',
          columns: [
            { key: 'name', label: 'name' },
            { key: 'inFile', label: 'in the file' },
            { key: 'onShare', label: 'on the share' },
            { key: 'inGateway', label: 'in the gateway' },
          ],
          rows: report.specs.map((spec) => [
            spec.name,
            yesNo(spec.inFile),
            yesNo(spec.onShare),
            asked ? yesNo(spec.inGateway) : 'unknown',
          ]),
          empty: 'No kernelspec anywhere.',
        }),
        ...gatewayWords(report),
      ],
      data: report,
      next: [{ label: 'Compare the files', command: 'kernelspecs diff' }],
    };
  },
};

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

function gatewayWords({ gatewayError }: KernelspecReport) {
  return gatewayError === undefined ? [] : [text(`The gateway could not be asked: ${gatewayError}`)];
}
