import { type BoundStep, boundStep, type Dialogue } from './dialogue.ts';
import { ageVariable, birthYearVariable } from './frame.ts';
import { promptIsSensitive } from './promptIsSensitive.ts';
import type { Session, Variables } from './session.ts';
import { end, type Move, patch, raiseAll, type StepInput, type Turn, to } from './turn.ts';
import type { Effect, Input } from './types.ts';

/** The engine was used wrongly by code: a session of another version, a step that does not exist, a missing variable. */
export class DialogueMisuse extends Error {
  override readonly name = 'DialogueMisuse';
}

export type StartOptions = {
  /** The local year of the call (Asia/Ho_Chi_Minh). */
  readonly todayYear: number;
};

/**
 * A key that comes sooner after a prompt began was meant for the one before it (a double press): nobody has heard anything yet.
 */
const keyGuardMs = 250;

/** A # that comes sooner after an entry completed itself still belongs to that entry. */
const hashBelongsBackMs = 2000;

/** What one input led to. */
export type Stepped = { readonly session: Session; readonly effects: readonly Effect[] };

/** Steps passed in one go without anyone being asked; a dialogue that passes the publishing check stays far below. */
const maxHops = 200;

/**
 * Begins a dialogue for one person.
 *
 * @param variables by the names `dialogue.variables` declares; dates as `2021-07-05`. A birth year gives the age if that is missing.
 * @throws DialogueMisuse if a required variable is missing (`missingVariables` tells which).
 * @example const { session, effects } = start(f1Tracing, variables, { todayYear: 2021 });
 */
export function start(dialogue: Dialogue, variables: Variables, options: StartOptions): Stepped {
  const missing = missingVariables(dialogue, variables);
  if (missing.length > 0) throw new DialogueMisuse(`the dialogue ${dialogue.code} needs ${missing.join(', ')}`);
  const known = withAge(variables, options.todayYear);
  const age = known[ageVariable];
  const elder = typeof age === 'number' && age >= dialogue.listen.elderFromAge;
  const session: Session = {
    dialogue: { code: dialogue.code, version: dialogue.version },
    variables: known,
    todayYear: options.todayYear,
    listenMs: elder ? dialogue.listen.elderMs : dialogue.listen.ms,
    outcome: null,
    at: dialogue.first,
    phase: 'prompt',
    bargeIn: true,
    keys: '',
    swallowHash: false,
    repeats: 0,
    replays: 0,
    identified: 'no',
    wrongTries: 0,
    unansweredInARow: 0,
    rounds: {},
    answers: [],
    raised: [],
    question: null,
    resumeAt: null,
    humanProved: false,
  };
  return run(dialogue, session, () => to(dialogue.first));
}

/** Names of required variables that have no value. */
export function missingVariables(dialogue: Dialogue, variables: Variables): readonly string[] {
  return Object.entries(dialogue.variables)
    .filter(([name, spec]) => spec.required && (variables[name] ?? '') === '')
    .map(([name]) => name);
}

function withAge(variables: Variables, todayYear: number): Variables {
  const birthYear = variables[birthYearVariable];
  const known = typeof variables[ageVariable] === 'number' || typeof birthYear !== 'number';
  return known ? variables : { ...variables, [ageVariable]: todayYear - birthYear };
}

/**
 * One input. An ended session takes no more: it comes back as it is, without effects.
 *
 * @throws DialogueMisuse if the session belongs to another dialogue or version.
 */
export function step(dialogue: Dialogue, session: Session, input: Input): Stepped {
  checkVersion(dialogue, session);
  if (session.outcome !== null) return { session, effects: [] };
  return run(dialogue, session, (turn) => receive(dialogue, turn, input));
}

export type ResumeOptions = {
  /** True on a new call: the opening and the gate again, then the question that was left. False when the same call goes on. */
  readonly askIdentity: boolean;
};

/**
 * Takes a session up again after a hang-up, a crash or a ring-back: at the question that was not answered. Answers, rounds and what
 * was raised stay. A session that ended before its gate was passed begins anew; one that was completed, or ended with the call
 * to 115, comes back as it is.
 */
export function resume(dialogue: Dialogue, session: Session, options: ResumeOptions): Stepped {
  checkVersion(dialogue, session);
  if (session.outcome === 'completed' || session.outcome === 'urgent') return { session, effects: [] };
  const { askIdentity } = options;
  const at = leftAt(session);
  const open: Session = {
    ...session,
    outcome: null,
    unansweredInARow: 0,
    humanProved: false,
    ...(askIdentity ? { identified: 'no', resumeAt: session.identified === 'no' ? session.resumeAt : at } : {}),
  };
  return run(dialogue, open, () => to(askIdentity ? dialogue.first : at));
}

/** Cut off, the step under way; ended by the person or for want of answers, the question before the closing words. */
function leftAt(session: Session): string {
  const cutOff = session.outcome === null || session.outcome === 'partial' || session.outcome === 'abandoned';
  return cutOff ? session.at : (session.question ?? session.at);
}

function checkVersion(dialogue: Dialogue, session: Session): void {
  const { code, version } = session.dialogue;
  if (code === dialogue.code && version === dialogue.version) return;
  throw new DialogueMisuse(`the session belongs to ${code} ${version}, not to ${dialogue.code} ${dialogue.version}`);
}

function run(dialogue: Dialogue, session: Session, first: (turn: Turn) => Move): Stepped {
  const turn: Turn = { frame: dialogue, session, effects: [] };
  settle(dialogue, turn, first(turn));
  return { session: turn.session, effects: turn.effects };
}

/** Follows moves until something waits for the outside or the session ends. */
function settle(dialogue: Dialogue, turn: Turn, first: Move): void {
  let move = first;
  for (let hops = 0; move !== 'stay'; hops++) {
    move = hops < maxHops ? arrive(dialogue, turn, move.to) : end(turn, 'noUsableAnswer');
  }
}

function arrive(dialogue: Dialogue, turn: Turn, stepId: string): Move {
  const bound = stepOf(dialogue, stepId);
  patch(turn, { at: stepId, phase: 'prompt', keys: '', repeats: 0, replays: 0 });
  if (turn.session.identified === 'no' && bound.prompts.some((id) => promptIsSensitive(dialogue, id))) return refuse(turn);
  if (turn.session.identified !== 'no' && bound.asks) patch(turn, { question: stepId });
  return bound.enter(turn);
}

/** A path around the gate. Publishing refuses such dialogues; if one runs all the same, nothing is said. */
function refuse(turn: Turn): Move {
  raiseAll(turn, [{ errand: 'identityUnknown' }]);
  return end(turn, 'identityFailed');
}

function stepOf(dialogue: Dialogue, stepId: string): BoundStep {
  const found = Object.hasOwn(dialogue.steps, stepId) ? dialogue.steps[stepId] : undefined;
  if (!found) throw new DialogueMisuse(`the dialogue ${dialogue.code} has no step ${stepId}`);
  return boundStep(found);
}

function receive(dialogue: Dialogue, turn: Turn, input: Input): Move {
  if (input.kind === 'hungUp') return hungUp(dialogue, turn);
  if (input.kind === 'machineDetected') return machineDetected(dialogue, turn);
  if (input.kind === 'key') return receiveKey(dialogue, turn, input);
  const result = stepOf(dialogue, turn.session.at).receive(turn, input);
  if (input.kind === 'promptEnded' && result === 'stay') patch(turn, { phase: 'waiting', swallowHash: false });
  return result;
}

function receiveKey(dialogue: Dialogue, turn: Turn, input: Extract<StepInput, { kind: 'key' }>): Move {
  if (!/^[0-9*#]$/.test(input.key)) return 'stay';
  patch(turn, { humanProved: true });
  const { phase, bargeIn, swallowHash } = turn.session;
  if (phase === 'prompt' && (!bargeIn || (input.promptAtMs ?? keyGuardMs) < keyGuardMs)) return 'stay';
  patch(turn, { swallowHash: false });
  if (input.key === '#' && swallowHash && (input.promptAtMs ?? 0) < hashBelongsBackMs) return 'stay';
  if (input.key === '*' && hearToTheEnd(dialogue, turn)) return 'stay';
  return stepOf(dialogue, turn.session.at).receive(turn, input);
}

/** A key proves a human: after one, the detector is not believed. */
function machineDetected(dialogue: Dialogue, turn: Turn): Move {
  return turn.session.humanProved ? 'stay' : to(dialogue.commands.machine);
}

/** Hanging up during the last words is hearing them out. Otherwise the call was cut off, after the gate or before it. */
function hungUp(dialogue: Dialogue, turn: Turn): Move {
  if (hearToTheEnd(dialogue, turn)) return 'stay';
  return end(turn, turn.session.identified === 'no' ? 'abandoned' : 'partial');
}

/**
 * If nothing is left to ask from here on, takes everything that follows but speech, the end included. False, and nothing
 * done, if a question or a wait comes before the end.
 */
function hearToTheEnd(dialogue: Dialogue, turn: Turn): boolean {
  const rest: Turn = { frame: turn.frame, session: turn.session, effects: [] };
  for (let heard = 0; heard < maxHops && rest.session.outcome === null; heard++) {
    const { at } = rest.session;
    if (!['say', 'callback', 'transfer'].includes(dialogue.steps[at]?.type ?? '')) return false;
    settle(dialogue, rest, stepOf(dialogue, at).receive(rest, { kind: 'promptEnded' }));
  }
  turn.session = rest.session;
  turn.effects.push(...rest.effects.filter((effect) => effect.kind !== 'play' && effect.kind !== 'listen'));
  return true;
}
