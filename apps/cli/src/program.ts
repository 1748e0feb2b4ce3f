import { COMMANDS } from '@naas/commands';
import { Argument, Command } from 'commander';
import { attachCommand, type Attaching } from './command-line.ts';
import { completionScript, SHELLS, type Shell } from './completion/index.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { init, INIT_QUESTIONS, type InitOptions } from './init/index.ts';
import { GLOBAL_OPTIONS } from './settings.ts';
import { VERSION } from './version.ts';

/** Builds the command line: the table of commands, and what only a terminal has. */
export function buildProgram(attaching: Attaching): Command {
  const program = new Command('naas')
    .description('Deploy and operate a notebook service on Kubernetes.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'explain a command')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodeHelp());
  for (const { flags, description } of GLOBAL_OPTIONS) program.option(flags, description);
  attachInit(program, attaching);
  for (const command of COMMANDS) attachCommand(program, command, attaching);
  attachCompletion(program, attaching);
  return program;
}

function attachInit(program: Command, { io, finish }: Attaching): void {
  const line = program
    .command('init')
    .summary('Write a commented naas.yaml')
    .description('Write a commented naas.yaml.\n\nAsks on a terminal for what no flag says.');
  for (const { flags, description, otherwise } of INIT_QUESTIONS) {
    line.option(flags, otherwise ? `${description} (default: ${otherwise})` : description);
  }
  line.option('--force', 'write over a file that is there');
  line.action(async () => finish(await init(line.optsWithGlobals<InitOptions>(), io)));
}

function attachCompletion(program: Command, { io, finish }: Attaching): void {
  program
    .command('completion')
    .summary('Print a completion script for a shell')
    .description('Print a completion script for a shell.\n\nAs in: source <(naas completion bash)')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action((shell: Shell) => {
      io.stdout.write(completionScript(shell, program));
      finish(0);
    });
}

function exitCodeHelp(): string {
  const lines = Object.entries(EXIT_CODES).map(([code, words]) => `  ${code.padEnd(4)} ${words}`);
  return `\nExit codes:\n${lines.join('\n')}`;
}
