import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ensureFirstAdministrator } from '../db/users.ts';
import { createLog } from '../log.ts';
import { type GlobalOptions, makeContext, type OpenContext, projectFolder, withStore } from './context.ts';
import { stopSignal } from './stopSignal.ts';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('trang web, API và tổng đài gọi / web, API and dialler')
    .action(async (_: GlobalOptions, command: Command) => {
      await withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), serve);
    });
}

/** Serves until it is told to stop. */
export async function serve(open: OpenContext): Promise<void> {
  const { output, store, config, data, clock } = open;
  const stop = stopSignal(() => output.say('Đang dừng, chờ các cuộc gọi kết thúc… / Stopping, letting calls end…'));
  const admin = await ensureFirstAdministrator(store.db, clock.now());
  const web = join(projectFolder, 'apps/web/dist');
  const webFolder = existsSync(join(web, 'index.html')) ? web : null;
  // Loaded here: it is most of the program, and the other commands do without it.
  const { startServer } = await import('../server.ts');
  const server = await startServer({ db: store.db, config, dataFolder: data, clock, log: createLog(process.env), webFolder });
  if (admin) {
    output.say(
      `\n  Tài khoản quản trị (chỉ hiện một lần) / administrator (shown once):\n    ${admin.username}\n    ${admin.password}\n`,
    );
  }
  if (!server.calls)
    output.say('Chưa có trung kế: đọc được danh sách, chưa gọi được. / No trunk: lists can be read, nobody can be called.');
  output.result({ url: server.url, calls: server.calls, ...(admin && { admin }) }, `Truy Vết: ${server.url}`);
  if (!stop.aborted) await once(stop, 'abort');
  await server.close();
}
