import { type Logger, pino } from 'pino';
import type { DialerLog } from './calls/callContext.ts';

/** The server's log: JSON lines on stderr (stdout belongs to results). `TRUYVET_LOG` sets the level. */
export function createLog(env: NodeJS.ProcessEnv): Logger {
  const redact = ['password', 'authorization', 'req.headers.cookie', 'req.headers.authorization'];
  return pino({ level: env['TRUYVET_LOG'] ?? 'info', base: null, redact }, pino.destination(2));
}

export function dialerLog(log: Logger): DialerLog {
  return (level, message, fields) => log[level](fields ?? {}, message);
}
