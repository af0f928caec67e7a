/**
 * When a question is wide: when a statement of it takes longer than somebody may be kept waiting. Time decides and not the number of units, because
 * a province of a thousand people is counted at once and is then exact, and a commune on a slow machine may need help. So small installations keep
 * nothing at all.
 */
export const patienceMs = 10_000;
/** What is counted faster than this has become narrow again, or was asked while the machine was busy: it is counted at each question from then on. */
export const keptFromMs = patienceMs / 2;
/** A statement of the job may take so long; five million people need a part of it. */
export const mostMsOfAStatement = 10 * 60_000;
/** Three minutes of counting every half hour are a tenth of one core. */
export const recountAfterMs = 30 * 60_000;
/** A server that was stopped overnight does not show the evening's figures as those of now. */
export const oldestShownMs = 2 * 3_600_000;
export const forgottenAfterMs = 24 * 3_600_000;
/** For `asked_at`, which is not written at every question. */
export const noteAskedAfterMs = 10 * 60_000;
export const retryAfterSeconds = 60;

export const before = (now: Date, ms: number): Date => new Date(now.getTime() - ms);
