import type { BoardSnapshot, LiveCall } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { applyBoardEvents, endedStaysMs, withoutOldCalls } from './boardState.ts';

const call: LiveCall = {
  attemptId: 7,
  campaignId: 1,
  unit: { id: 3, code: '15772', name: 'Thị trấn Thiệu Hóa' },
  personId: 9,
  personName: 'Lê Thị Mai',
  maskedPhone: '093***115',
  state: 'ringing',
  stepId: null,
  step: null,
  startedAt: '2021-07-10T01:00:00.000Z',
  answeredAt: null,
  disposition: null,
};
const snapshot: BoardSnapshot = {
  now: '2021-07-10T01:00:10.000Z',
  calls: [call],
  counters: {
    people: 10,
    waiting: 9,
    underWay: 1,
    reached: 0,
    givenUp: 0,
    attempts: 1,
    openAlerts: 0,
    openErrands: 0,
    attemptsLastMinute: 1,
    dispositions: {},
  },
  trunk: { name: 'main', state: 'up', since: null, message: null },
  dialing: true,
};
const begun = applyBoardEvents(null, [{ kind: 'snapshot', data: snapshot }], 1_000);

describe('the board', () => {
  it('hears nothing before its first snapshot', () => {
    expect(applyBoardEvents(null, [{ kind: 'call', data: call }], 0)).toBeNull();
  });

  it('knows how far the server clock is ahead', () => {
    expect(begun?.clockShiftMs).toBe(Date.parse(snapshot.now) - 1_000);
  });

  it('moves a call on instead of adding it twice', () => {
    const board = applyBoardEvents(begun, [{ kind: 'call', data: { ...call, state: 'answered', stepId: 'A2' } }], 2_000);
    expect([...(board?.calls.values() ?? [])].map(({ state, stepId }) => [state, stepId])).toEqual([['answered', 'A2']]);
  });

  it('forgets all earlier calls with a new snapshot', () => {
    const board = applyBoardEvents(begun, [{ kind: 'snapshot', data: { ...snapshot, calls: [] } }], 2_000);
    expect(board?.calls.size).toBe(0);
  });

  it('keeps an ended call for a moment and then takes it off', () => {
    const board = applyBoardEvents(begun, [{ kind: 'call', data: { ...call, state: 'ended', disposition: 'busy' } }], 2_000);
    if (board === null) throw new Error('no board');
    expect(withoutOldCalls(board, 2_000 + endedStaysMs - 1)).toBe(board);
    expect(withoutOldCalls(board, 2_000 + endedStaysMs).calls.size).toBe(0);
  });
});
