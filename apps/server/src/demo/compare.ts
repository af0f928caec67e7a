import type { CitizenCall, Press } from './citizensLog.ts';
import type { ServerAttempt, ServerRecord } from './serverRecord.ts';

/** One difference between what the citizens lived through and what the server stored. */
export type Mismatch = { readonly kind: MismatchKind; readonly callId: string; readonly number: string; readonly detail: string };
export type MismatchKind =
  | 'rungWithoutAttempt'
  | 'attemptNeverRang'
  | 'numberDiffers'
  | 'answeredDiffers'
  | 'answersDiffer'
  | 'symptomsDiffer'
  | 'alertMissing'
  | 'alertUnfounded'
  | 'rungAfterFinished'
  | 'listDiffers';

export type Compared = {
  readonly citizens: readonly CitizenCall[];
  readonly server: ServerRecord;
  /** How many people are behind a number. */
  readonly peopleOn: (number: string) => number;
  /** Of the day of the calls. */
  readonly year: number;
};

/**
 * Which key presses answer which question, written down anew from the call script and not taken from the dialogue engine:
 * a comparison that shares the engine's opinion could not find the engine's mistakes.
 */
const answerKeys: Readonly<Record<string, RegExp>> = {
  M2: /^[12]$/,
  M2b: /^[123]$/,
  A1: /^[123]$/,
  A1F2: /^[123]$/,
  A2: /^[123]$/,
  A2b: /^[123]$/,
  A2c: /^[123]$/,
  A3: /^[123]$/,
  A4: /^\d{1,2}#$/,
  A5: /^[123]$/,
  A5p: /^(\d{9,12})?#$/,
  A5r: /^[1-4]$/,
  A5m: /^[123]$/,
  A6: /^[123]$/,
};

/** The wording for F2 asks the same question. */
const stepOf = (promptId: string): string => (promptId === 'A1F2' ? 'A1' : promptId);

/** Empty means: every ring, every answer, every key, every symptom and every alert is the same on both sides. */
export function compareLogs(compared: Compared): readonly Mismatch[] {
  const { citizens, server } = compared;
  const attempts = new Map(server.attempts.map((attempt) => [attempt.callId, attempt]));
  const rang = new Set(citizens.map((call) => call.callId));
  return [
    ...citizens
      .filter((call) => !attempts.has(call.callId))
      .map((call) => mismatch('rungWithoutAttempt', call, 'nothing stored')),
    // An attempt committed when the dialler was killed may never have left; it is stored as unknown and not as anything else.
    ...server.attempts
      .filter((attempt) => !rang.has(attempt.callId) && attempt.disposition !== 'unknown')
      .map((attempt) => mismatch('attemptNeverRang', attempt, attempt.disposition ?? '–')),
    ...citizens.flatMap((call) => compareCall(call, attempts.get(call.callId))),
    ...compareSymptoms(compared),
    ...compareAlerts(compared),
    ...rungAfterFinished(compared),
  ];
}

function compareCall(call: CitizenCall, attempt: ServerAttempt | undefined): readonly Mismatch[] {
  if (!attempt) return [];
  const found: Mismatch[] = [];
  if (call.number !== attempt.number) found.push(mismatch('numberDiffers', call, attempt.number));
  if (call.answered !== attempt.answered) found.push(mismatch('answeredDiffers', call, `server: ${attempt.answered}`));
  const stored = attempt.answers.map(
    (answer) => `${answer.stepId}=${answer.isRecording ? 'voice' : answer.keys.replace('#', '')}`,
  );
  const given = call.presses.filter(isAnswer);
  const said = given.map((press) => `${stepOf(press.promptId)}=${press.spoke ? 'voice' : press.keys.replace('#', '')}`);
  // Nothing told the citizen that the last press of a call that was cut off had arrived: it may be missing.
  const mayMissLast = given.at(-1)?.acknowledged === false;
  if (stored.join() !== said.join() && !(mayMissLast && stored.join() === said.slice(0, -1).join())) {
    found.push(mismatch('answersDiffer', call, `citizen ${said.join(' ') || '–'} | server ${stored.join(' ') || '–'}`));
  }
  return found;
}

/** What the script takes as an answer. Every birth year that was keyed counts, although a wrong one is asked again. */
function isAnswer(press: Press): boolean {
  if (press.promptId === 'M3') return /^\d{4}$/.test(press.keys);
  return !press.askedAgain && (press.spoke || (answerKeys[press.promptId]?.test(press.keys) ?? false));
}

/** What the citizen knows to have been taken, the last one per question. */
function acknowledgedAnswers(call: CitizenCall): ReadonlyMap<string, string> {
  return new Map(
    call.presses.filter((press) => press.acknowledged && isAnswer(press)).map((press) => [stepOf(press.promptId), press.keys]),
  );
}

const words: Readonly<Record<string, string>> = { '1': 'yes', '2': 'no', '3': 'unsure' };

function compareSymptoms({ citizens, server }: Compared): readonly Mismatch[] {
  const stored = new Map(server.symptoms.map((entry) => [entry.callId, entry.symptoms]));
  return citizens.flatMap((call) => {
    const answers = acknowledgedAnswers(call);
    const told = answers.get('A2');
    if (told === undefined) return [];
    const day = stored.get(call.callId);
    const same = day?.symptoms === words[told] && day?.severe === words[answers.get('A2b') ?? ''];
    return same
      ? []
      : [mismatch('symptomsDiffer', call, `citizen A2=${told} A2b=${answers.get('A2b') ?? '–'} | server ${JSON.stringify(day)}`)];
  });
}

/** The alerts that, by the script, these keys must raise. */
function alertsDue(call: CitizenCall, year: number): readonly string[] {
  const answers = acknowledgedAnswers(call);
  if (answers.get('A2') !== '1') return [];
  const age = year - Number(answers.get('M3'));
  const frail = answers.get('A2c') === '1' || age >= 65 || age < 5;
  return ['symptoms', ...(answers.get('A2b') === '1' ? ['severeSign'] : []), ...(frail ? ['vulnerableWithFever'] : [])];
}

function compareAlerts({ citizens, server, year }: Compared): readonly Mismatch[] {
  const key = (callId: string, code: string) => `${callId} ${code}`;
  const stored = new Set(server.alerts.map(({ callId, code }) => key(callId, code)));
  const due = citizens.flatMap((call) => alertsDue(call, year).map((code) => ({ call, code })));
  const founded = new Set(due.map(({ call, code }) => key(call.callId, code)));
  const unsure = new Set(
    citizens.filter((call) => call.presses.some((press) => !press.acknowledged)).map(({ callId }) => callId),
  );
  return [
    ...due
      .filter(({ call, code }) => !stored.has(key(call.callId, code)))
      .map(({ call, code }) => mismatch('alertMissing', call, code)),
    ...server.alerts
      .filter(({ callId, code }) => !founded.has(key(callId, code)) && !unsure.has(callId))
      .map((alert) => mismatch('alertUnfounded', alert, alert.code)),
  ];
}

/** Who heard the interview to its last words must not be rung for it again; a phone of two people may be rung for the other one. */
function rungAfterFinished({ citizens, peopleOn }: Compared): readonly Mismatch[] {
  const finished = new Map<string, number>();
  const found: Mismatch[] = [];
  for (const call of [...citizens].sort((a, b) => a.rungAtMs - b.rungAtMs)) {
    const interviews = finished.get(call.number) ?? 0;
    if (interviews >= Math.max(1, peopleOn(call.number)))
      found.push(mismatch('rungAfterFinished', call, `${interviews} finished before`));
    if (call.heardClosing) finished.set(call.number, interviews + 1);
  }
  return found;
}

function mismatch(kind: MismatchKind, where: { readonly callId: string; readonly number: string }, detail: string): Mismatch {
  return { kind, callId: where.callId, number: where.number, detail };
}
