import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'truyvet-scripts-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Ended = { code: number | null; stdout: string; stderr: string };

/** Runs a line of JavaScript with one of the project's scripts as `script`. */
function withScript(name: string, line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const text = `const script = await import(${JSON.stringify(new URL(`../../scripts/${name}`, import.meta.url).href)}); ${line}`;
  return end(
    spawn(process.execPath, ['--input-type=module', '-e', text], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

async function end(child: ReturnType<typeof spawn>): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

describe('starting on a machine', () => {
  it.each(['18.20.4', '20.18.3', '8.0.0'])('refuses Node %s with a clear sentence in both languages', async (version) => {
    const { code, stderr } = await withScript('nodeVersion.mjs', `script.requireNode('${version}');`);
    expect(code).toBe(4);
    expect(stderr).toMatch(/cần Node 20.19 trở lên/);
    expect(stderr).toMatch(/needs Node 20.19 or newer; this machine has Node /);
  });

  it.each(['20.19.0', '22.1.0', '24.0.0'])('accepts Node %s', async (version) => {
    expect(await withScript('nodeVersion.mjs', `script.requireNode('${version}');`)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('runs two that need the same thing one after the other, though an earlier one was killed', async () => {
    const folder = newFolder();
    const log = join(folder, 'log');
    const file = JSON.stringify(join(folder, 'lock'));
    writeFileSync(join(folder, 'lock'), '999999999 dead');
    const work = `const fs = await import('node:fs');
      await script.withLock(${file}, async () => {
        fs.appendFileSync(${JSON.stringify(log)}, 'in ');
        await new Promise((resolve) => setTimeout(resolve, 100));
        fs.appendFileSync(${JSON.stringify(log)}, 'out ');
      });`;
    await Promise.all([withScript('lock.mjs', work), withScript('lock.mjs', work), withScript('lock.mjs', work)]);
    expect(readFileSync(log, 'utf8')).toBe('in out in out in out ');
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });
});

describe('installing by itself', () => {
  it('does nothing, and needs no network, when what is installed fits the lock file', async () => {
    const ended = await withScript('install.mjs', 'await script.ensureInstalled();', {
      npm_config_registry: 'http://127.0.0.1:1',
    });
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('notices a package that is missing, of another version, or one too many', async () => {
    const folder = newFolder();
    const write = (installed: object) => {
      mkdirSync(join(folder, 'node_modules/a'), { recursive: true });
      writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
    };
    const lock = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: lock }));
    const fits = async () =>
      (await withScript('install.mjs', `console.log(script.fitsLock(${JSON.stringify(folder)}));`)).stdout.trim();
    expect(await fits()).toBe('false');
    write({ 'node_modules/a': { version: '1.0.0' } });
    expect(await fits()).toBe('true');
    write({ 'node_modules/a': { version: '1.0.1' } });
    expect(await fits()).toBe('false');
    write({});
    expect(await fits()).toBe('false');
    write({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } });
    expect(await fits()).toBe('false');
    write({ 'node_modules/a': { version: '1.0.0' } });
    rmSync(join(folder, 'node_modules/a'), { recursive: true });
    expect(await fits()).toBe('false');
  });

  it('ends with a clear sentence on stderr when there is no network', async () => {
    const folder = newFolder();
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', dependencies: { 'truyvet-nowhere': '1.0.0' } }),
    );
    const entry = { version: '1.0.0', resolved: 'http://127.0.0.1:1/truyvet-nowhere-1.0.0.tgz', integrity: 'sha512-AAAA' };
    const packages = {
      '': { name: 'x', version: '1.0.0', dependencies: { 'truyvet-nowhere': '1.0.0' } },
      'node_modules/truyvet-nowhere': entry,
    };
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', lockfileVersion: 3, packages }),
    );
    copyFileSync(join(root, '.npmrc'), join(folder, '.npmrc'));
    const env = { npm_config_registry: 'http://127.0.0.1:1', npm_config_fetch_retries: '0' };
    const { code, stdout, stderr } = await withScript(
      'install.mjs',
      `await script.ensureInstalled(${JSON.stringify(folder)});`,
      env,
    );
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/ECONNREFUSED/);
    expect(stderr).toMatch(/Không cài được các thư viện.*\n.*could not be installed/);
  });

  it('has a lock file that names every optional package, without which a clean install is refused', () => {
    type Entry = { optionalDependencies?: Record<string, string> };
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> };
    const paths = Object.keys(packages);
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !paths.some((other) => other.endsWith(`node_modules/${name}`)))
        .map((name) => `${path} → ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('npm test', () => {
  it('closes with what failed and a line of figures, and fails when a test fails or a file cannot be loaded', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'some.test.js'), `it('a', () => {}); it('b', () => expect(1).toBe(2)); it.todo('c');`);
    writeFileSync(join(folder, 'broken.test.js'), `import './missing.js';`);
    const args = [join(root, 'scripts/test.mjs'), '--root', folder, '--globals'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const { code, stdout } = await end(child);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('1 passed, 2 failed, 1 skipped');
    const named = lines.filter((line) => line.startsWith('✗')).sort();
    expect(named[0]).toMatch(/✗ .*broken\.test\.js: .*missing\.js/);
    expect(named[1]).toMatch(/✗ .*some\.test\.js > b: .*expected 1 to be 2/);
    expect(code).toBe(1);
  });

  it('tries a failure again only when asked to and only where calls are made in real time, and says what passed only then', async () => {
    const folder = newFolder();
    const once = JSON.stringify(join(folder, 'once'));
    const writeTests = (more: string) =>
      writeFileSync(
        join(folder, 'some.test.js'),
        `${more}import { existsSync, writeFileSync } from 'node:fs';
      it('always', () => expect(1).toBe(2));
      it('first', () => { const was = existsSync(${once}); writeFileSync(${once}, ''); expect(was).toBe(true); });`,
      );
    writeTests('// createPhone()\n');
    const args = [join(root, 'scripts/test.mjs'), '--root', folder, '--globals'];
    const run = async (secondTry: string) => {
      const env = { ...process.env, TRUYVET_SECOND_TRY: secondTry };
      return await end(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env }));
    };
    const again = await run('1');
    expect(again.stdout).toMatch(/passed only at the second try: .*some\.test\.js > first/);
    expect(again.stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed, 0 skipped');
    expect(again.code).toBe(1);
    const lastLine = async (secondTry: string) => {
      rmSync(join(folder, 'once'));
      return (await run(secondTry)).stdout.trimEnd().split('\n').at(-1);
    };
    expect(await lastLine('')).toBe('0 passed, 2 failed, 0 skipped');
    writeTests('');
    expect(await lastLine('1')).toBe('0 passed, 2 failed, 0 skipped');
  });
});
