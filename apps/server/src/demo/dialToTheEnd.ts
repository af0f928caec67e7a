import { join } from 'node:path';
import { keyFileOf } from '../config.ts';
import type { DemoOptions } from './demoOptions.ts';
import type { DemoView } from './demoView.ts';
import type { DialerProcessSettings } from './dialerProcess.ts';
import { startProgram } from './process.ts';

export type Dialled = { readonly mostLive: number; readonly kills: number };

/** Runs the dialler's process until everybody is settled; kills it once in the middle if asked to, and starts it again. */
export async function dialToTheEnd(options: DemoOptions, campaignId: number, people: number, view: DemoView): Promise<Dialled> {
  const { outFolder, databaseUrl, sabotage, killAfterS, projectFolder } = options;
  const settings: DialerProcessSettings = {
    databaseUrl,
    keyFile: keyFileOf(outFolder, process.env),
    dataFolder: join(outFolder, 'demo'),
    campaignId,
    recordFile: join(outFolder, 'server.json'),
    ...(sabotage && { sabotage }),
  };
  const progress = view.progress('Gọi / calling', 'người');
  let mostLive = 0;
  const start = () =>
    startProgram(
      join(projectFolder, 'apps/server/src/demo/dialerProcess.ts'),
      [JSON.stringify(settings)],
      process.env,
      (message) => {
        mostLive = Math.max(mostLive, Number(message['mostLive'] ?? 0));
        if (message['kind'] === 'progress')
          progress.update(people - Number(message['open']), people, `${message['live']} cuộc đang gọi`);
      },
    );
  const first = start();
  const killer = killAfterS === undefined ? undefined : setTimeout(() => first.child.kill('SIGKILL'), killAfterS * 1000);
  try {
    let code = await first.ended;
    const killed = code === 137 && killAfterS !== undefined;
    if (killed) {
      view.say('Tổng đài bị ngắt đột ngột (kill -9); chạy lại. / The dialler was killed; starting it again.');
      code = await start().ended;
    }
    if (code !== 0) throw new Error(`the dialler ended with ${code}`);
    return { mostLive, kills: killed ? 1 : 0 };
  } finally {
    clearTimeout(killer);
    progress.stop();
  }
}
