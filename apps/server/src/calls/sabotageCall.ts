import { type CallContext, maskNumber } from './callContext.ts';

/** Dials a number without a task's leave: no attempt row, no dialogue. What `call-twice` does; nothing else may. */
export function dialBehindTheBack(ctx: CallContext, number: string): void {
  const call = ctx.phone.prepare({ trunk: ctx.trunk, number, ringTimeoutMs: 5000 });
  call.on('answered', () => {
    ctx.timers.after(1000, () => call.hangUp());
  });
  ctx.log('warn', 'sabotage: a second call without leave', { number: maskNumber(number) });
  call.start();
}
