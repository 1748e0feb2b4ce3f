import type { Command } from 'commander';
import { optionsWithValue, type Place, placesOf } from './tree.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

const WRITERS: Readonly<Record<Shell, (places: readonly Place[], withValue: readonly string[]) => string>> = {
  bash,
  zsh,
  fish,
};

/** Writes the completion script of a shell from the program's own commands and options. */
export function completionScript(shell: Shell, program: Command): string {
  return WRITERS[shell](placesOf(program), optionsWithValue(program));
}

function bash(places: readonly Place[], withValue: readonly string[]): string {
  const cases = places.map(({ path, words }) => {
    const offered = words.map(({ word }) => word).join(' ');
    return `    ${patternOf(path, places)}) offered=${quoted(offered)} ;;`;
  });
  return `# naas completion for bash: source <(naas completion bash)
_naas() {
  local word skip= path= offered= cur="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ -n $skip ]]; then skip=; continue; fi
    case "$word" in
    ${withValue.join('|')}) skip=1 ;;
    -*) ;;
    *) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  if [[ -n $skip ]]; then COMPREPLY=($(compgen -f -- "$cur")); else COMPREPLY=($(compgen -W "$offered" -- "$cur")); fi
}
complete -F _naas naas
`;
}

function zsh(places: readonly Place[], withValue: readonly string[]): string {
  const cases = places.map(({ path, words }) => {
    const offered = words.map(({ word, description }) => quoted(`${word}:${description}`)).join(' ');
    return `    ${patternOf(path, places)}) offered=(${offered}) ;;`;
  });
  return `#compdef naas
# naas completion for zsh: source <(naas completion zsh)
_naas() {
  local word skip= place=
  local -a offered
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $skip ]]; then skip=; continue; fi
    case "$word" in
    ${withValue.join('|')}) skip=1 ;;
    -*) ;;
    *) place="\${place:+$place }$word" ;;
    esac
  done
  if [[ -n $skip ]]; then _files; return; fi
  case "$place" in
${cases.join('\n')}
  esac
  _describe 'naas' offered
}
compdef _naas naas
`;
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words }) =>
    words.map(({ word, description }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c naas -n ${quoted(fishCondition(path, places))} ${what} -d ${quoted(description)}`;
    }),
  );
  return `# naas completion for fish: naas completion fish | source\ncomplete -c naas -f\n${lines.join('\n')}\n`;
}

function fishCondition(path: string, places: readonly Place[]): string {
  const [first, second] = path.split(' ');
  if (!first) return '__fish_use_subcommand';
  if (second !== undefined) return `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
  const below = places.flatMap((place) => (place.path.startsWith(`${path} `) ? [place.path.split(' ')[1] ?? ''] : []));
  const seen = `__fish_seen_subcommand_from ${first}`;
  return below.length === 0 ? seen : `${seen}; and not __fish_seen_subcommand_from ${below.join(' ')}`;
}

/** A command that takes arguments stays the same place after them; a group does not. */
function patternOf(path: string, places: readonly Place[]): string {
  const isGroup = places.some((place) => place.path.startsWith(`${path} `)) || path === '';
  return isGroup ? quoted(path) : `${quoted(path)}|${quoted(`${path} `)}*`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/gu, `'\\''`)}'`;
}
