import type { Command } from 'commander';

type Add = (program: Command) => void;

/** Every command by its name. Its module is loaded when it is asked for: all of them together take seconds and tens of megabytes. */
const commands: Readonly<Record<string, () => Promise<Add>>> = {
  serve: async () => (await import('./serve.ts')).addServe,
  import: async () => (await import('./import.ts')).addImport,
  call: async () => (await import('./call.ts')).addCall,
  export: async () => (await import('./export.ts')).addExport,
  demo: async () => (await import('./demo.ts')).addDemo,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  units: async () => (await import('./unitsCommand.ts')).addUnits,
  outbreaks: async () => (await import('./outbreaks.ts')).addOutbreaks,
  levels: async () => (await import('./levels.ts')).addLevels,
  users: async () => (await import('./users.ts')).addUsers,
  audit: async () => (await import('./audit.ts')).addAudit,
  keys: async () => (await import('./keys.ts')).addKeys,
  retention: async () => (await import('./retention.ts')).addRetention,
  rules: async () => (await import('./rules.ts')).addRules,
  report: async () => (await import('./report.ts')).addReport,
  'follow-up': async () => (await import('./followUp.ts')).addFollowUp,
  indicators: async () => (await import('./indicators.ts')).addIndicators,
};

/**
 * The commands that a command line may mean: those whose names stand in it, wherever that is. All of them, in the order of the help, when there are none
 * or when it begins by asking for help.
 */
export function namedCommands(words: readonly string[]): string[] {
  const all = Object.keys(commands);
  const named = all.filter((name) => words.includes(name));
  const help = ['help', '--help', '-h'].includes(words[0] ?? '');
  return named.length === 0 || help ? all : named;
}

/** Adds them to the program. */
export async function addCommands(program: Command, names: readonly string[]): Promise<void> {
  for (const name of names) (await commands[name]?.())?.(program);
}
