import type { HeardPrompt } from '../ear/ear.ts';
import type { Citizen, Manners } from '../town/town.ts';
import { type Answer, answerTo, questionOf } from './answers.ts';
import type { CitizenEvent } from './log.ts';

/** What a person can do with a phone. */
export type Hands = {
  press(keys: string): void;
  /** Speaks for a while, then calls back. */
  speak(durationMs: number, then: () => void): void;
  hangUp(): void;
  /** Runs `act` later unless the call is over by then. */
  later(delayMs: number, act: () => void): void;
  note(event: CitizenEvent): void;
};

/** Prompts after which there is nothing left to wait for. */
const lastWords = new Set(['URGENT', 'A7', 'BYE', 'STOP', 'OFFICER', 'HT', 'M2later', 'M2sorry']);
/** Patience after the last words before putting the phone down. */
const farewellMs = 4000;
/** Nobody holds a silent phone for longer; the caller may let it wait for half a minute. */
const patienceMs = 45_000;

type Pressed = { readonly sequence: number; readonly promptId: string; readonly keys: string };

/** One person in one call: what they do about each prompt they hear. Time comes in through `hands.later`. */
export class Conversation {
  private readonly citizen: Citizen;
  private readonly manners: Manners;
  private readonly hands: Hands;
  private who: Manners['who'];
  private readonly timesHeard = new Map<string, number>();
  private metIndex = 0;
  private sequence = 0;
  private unacknowledged: Pressed | undefined;
  private lastPressedAt: string | undefined;
  /** Counts prompts; an intention formed at one prompt is dropped when another begins. */
  private promptCount = 0;
  private planned: { readonly promptId: string; readonly answer: Answer; readonly slip: boolean } | undefined;

  constructor(citizen: Citizen, manners: Manners, hands: Hands) {
    this.citizen = citizen;
    this.manners = manners;
    this.hands = hands;
    this.who = manners.who;
    this.waitForMore();
  }

  began({ promptId }: HeardPrompt): void {
    this.promptCount++;
    this.planned = undefined;
    this.acknowledge(promptId);
    this.keepTrack(promptId);
    const question = questionOf(promptId);
    const heardBefore = this.timesHeard.get(question) ?? 0;
    this.timesHeard.set(question, heardBefore + 1);
    if (this.manners.hangsUpAt === question && this.who === 'self') {
      this.soon(this.manners.thinkMs + 600, () => this.hangUp('impatient'));
      return;
    }
    this.decide(promptId, heardBefore);
  }

  ended({ promptId }: HeardPrompt): void {
    if (this.planned?.promptId === promptId) this.act();
    if (lastWords.has(promptId)) this.soon(farewellMs, () => this.hangUp('told'));
    this.waitForMore();
  }

  private decide(promptId: string, heardBefore: number): void {
    if (this.manners.silent) return;
    const question = questionOf(promptId);
    const slip = this.manners.slips?.[question]?.[heardBefore];
    if (slip === null) return;
    const answer =
      slip === undefined
        ? answerTo(question, { who: this.who, truth: this.citizen.truth, metIndex: this.metIndex })
        : { keys: slip };
    if (!answer) return;
    this.planned = { promptId, answer, slip: slip !== undefined };
    // Who is to speak waits for the sign to do so.
    if (this.manners.bargesIn && 'keys' in answer) this.act();
  }

  private act(): void {
    const { planned } = this;
    this.planned = undefined;
    if (!planned?.answer) return;
    const { promptId, answer, slip } = planned;
    this.soon(this.manners.thinkMs, () => {
      if ('keys' in answer) this.press(promptId, answer.keys, slip);
      else this.speak(promptId, answer.speakMs, answer.thenKeys);
    });
  }

  private press(promptId: string, keys: string, slip: boolean): void {
    this.unacknowledged = { sequence: ++this.sequence, promptId, keys };
    this.lastPressedAt = promptId;
    this.hands.note({ kind: 'pressed', sequence: this.sequence, promptId, keys, slip });
    this.hands.press(keys);
  }

  private speak(promptId: string, durationMs: number, thenKeys: string): void {
    this.hands.note({ kind: 'spoke', promptId, durationMs });
    const { promptCount } = this;
    this.hands.speak(durationMs, () => {
      if (promptCount === this.promptCount) this.press(promptId, thenKeys, false);
    });
  }

  private acknowledge(nextPromptId: string): void {
    if (this.unacknowledged) this.hands.note({ kind: 'acknowledged', ...this.unacknowledged, nextPromptId });
    this.unacknowledged = undefined;
  }

  /** Who holds the phone now, and whom they are telling of. */
  private keepTrack(promptId: string): void {
    if (promptId === 'A5n' && this.lastPressedAt === 'A5m') {
      this.metIndex++;
      this.lastPressedAt = undefined;
    }
    if (promptId === 'M1' && this.who === 'relativeHandsOver' && this.lastPressedAt === 'M2b') {
      this.who = 'self';
      this.hands.note({ kind: 'handedOver' });
    }
  }

  /** Acts after a while unless another prompt began meanwhile. */
  private soon(delayMs: number, act: () => void): void {
    const { promptCount } = this;
    this.hands.later(delayMs, () => promptCount === this.promptCount && act());
  }

  private waitForMore(): void {
    this.soon(patienceMs, () => this.hangUp('silence'));
  }

  private hangUp(why: 'impatient' | 'told' | 'silence'): void {
    this.hands.note({ kind: 'hungUp', why });
    this.hands.hangUp();
  }
}
