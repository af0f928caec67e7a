// A process of its own for the tests: brings PostgreSQL up, tells how on stdout, and stays until it is killed or its stdin ends.
import { Problem } from '@truyvet/contract';
import { ensurePostgres } from './ensurePostgres.ts';

try {
  const notices: string[] = [];
  const postgres = await ensurePostgres({
    dataFolder: process.argv[2] ?? '',
    say: (notice) => notices.push(notice.en),
    env: process.env,
  });
  const { url, ownerUrl, version, how } = postgres;
  process.stdout.write(`${JSON.stringify({ url, ownerUrl, version, how, notices })}\n`);
  process.stdin.resume().on('end', () => {
    void postgres.stop().then(() => process.exit(0));
  });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stdout.write(`${JSON.stringify({ problem: error.code, details: error.details })}\n`);
}
