import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addCommands, namedCommands } from './commands.ts';

test('only what a command line names is loaded, wherever its options stand', () => {
  expect(namedCommands(['import', 'list.xlsx', '--unit', '15775'])).toEqual(['import']);
  expect(namedCommands(['--json', '--data', 'folder', 'audit', 'verify'])).toEqual(['audit']);
  expect(namedCommands(['import', '--help'])).toEqual(['import']);
});

test('a file or folder that is called like a command does no harm', () => {
  expect(namedCommands(['import', 'export', '--unit', '15775'])).toEqual(['import', 'export']);
});

test('without a command, with an unknown one, or for help all are there', async () => {
  const all = namedCommands([]);
  expect(all.length).toBeGreaterThan(10);
  for (const words of [['--help'], ['help', 'import'], ['-h', 'import'], ['unheard-of']])
    expect(namedCommands(words)).toEqual(all);
  const program = new Command();
  await addCommands(program, all);
  expect(program.commands.map((command) => command.name())).toEqual(all);
}, 60_000);
