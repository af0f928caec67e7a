#!/usr/bin/env node
import { exitCodes } from '@truyvet/contract';
import { Command, CommanderError } from 'commander';
import { addAudit } from './audit.ts';
import { addCall } from './call.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { addFollowUp } from './followUp.ts';
import { addImport } from './import.ts';
import { addIndicators } from './indicators.ts';
import { addKeys } from './keys.ts';
import { addLevels } from './levels.ts';
import { reportFailure, terminalOutput } from './output.ts';
import { addReport } from './report.ts';
import { addRetention } from './retention.ts';
import { addRules } from './rules.ts';
import { addServe } from './serve.ts';
import { addUnits } from './unitsCommand.ts';
import { addUsers } from './users.ts';

const program = new Command('truyvet')
  .description('Truy vết tiếp xúc bằng cuộc gọi tự động. / Contact tracing with robot calls.')
  .option('--json', 'one JSON object on stdout, for machines')
  .option('--data <folder>', 'where everything is kept (default: data, or TRUYVET_DATA)')
  .exitOverride();

for (const add of [
  addServe,
  addImport,
  addCall,
  addExport,
  addDemo,
  addDoctor,
  addUnits,
  addLevels,
  addUsers,
  addAudit,
  addKeys,
  addRetention,
  addRules,
  addReport,
  addFollowUp,
  addIndicators,
])
  add(program);
// `--json` and `--data` may stand before or after the command's name.
for (const command of program.commands) command.option('--json').option('--data <folder>').exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  else process.exitCode = reportFailure(error, terminalOutput(process.argv.includes('--json')));
}
