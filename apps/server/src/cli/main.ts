#!/usr/bin/env node
import { exitCodes } from '@truyvet/contract';
import { Command, CommanderError } from 'commander';
import { addCommands, namedCommands } from './commands.ts';
import { reportFailure, terminalOutput } from './output.ts';

const program = new Command('truyvet')
  .description('Truy vết tiếp xúc bằng cuộc gọi tự động. / Contact tracing with robot calls.')
  .option('--json', 'one JSON object on stdout, for machines')
  .option('--data <folder>', 'where everything is kept (default: data, or TRUYVET_DATA)')
  .exitOverride();

await addCommands(program, namedCommands(process.argv.slice(2)));
// `--json` and `--data` may stand before or after the command's name.
for (const command of program.commands) command.option('--json').option('--data <folder>').exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  else process.exitCode = reportFailure(error, terminalOutput(process.argv.includes('--json')));
}
