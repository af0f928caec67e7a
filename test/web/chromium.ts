import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and Ubuntu put the browser. */
const knownPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** No sandbox: tests run as root in containers. The rest keeps the browser from talking to anybody but us. */
const launchArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The browser on this machine: `TRUYVET_CHROMIUM`, else where Debian puts it; undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  return [env['TRUYVET_CHROMIUM'], ...knownPaths].find((path) => path !== undefined && existsSync(path));
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: launchArgs });
}
