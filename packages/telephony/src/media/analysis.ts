import type { AnalysisOptions } from '../api.ts';
import { BEEP_DEFAULTS, BeepDetector } from '../audio/beepDetector.ts';
import {
  MACHINE_DEFAULTS,
  MACHINE_START,
  type MachineState,
  type MachineVerdict,
  machineFrame,
  machineKey,
} from '../audio/machineDetector.ts';
import { VOICE_DEFAULTS, VoiceActivity } from '../audio/voiceActivity.ts';

const FRAME = 80;
const FRAME_MS = 10;

/** Reports in samples since the analysis began. */
export type AnalysisEvents = {
  machine(verdict: MachineVerdict): void;
  voice(speaking: boolean): void;
  beep(frequencyHz: number, durationMs: number): void;
};

/** Answering machine, voice and beep, as far as they were asked for, over one stream of samples. */
export class Analysis {
  private readonly events: AnalysisEvents;
  private readonly machineOptions: typeof MACHINE_DEFAULTS | undefined;
  private readonly voice: VoiceActivity | undefined;
  private readonly beep: BeepDetector | undefined;
  private machine: MachineState = MACHINE_START;
  private filled = 0;
  private loudness = 0;

  constructor(options: AnalysisOptions, events: AnalysisEvents) {
    const { machine, voice, beep } = options;
    this.events = events;
    this.machineOptions = machine && { ...MACHINE_DEFAULTS, ...(machine === true ? {} : machine) };
    this.voice = voice && new VoiceActivity({ ...VOICE_DEFAULTS, ...(voice === true ? {} : voice) }, events.voice);
    this.beep =
      beep &&
      new BeepDetector({ ...BEEP_DEFAULTS, ...(beep === true ? {} : beep) }, (heard) =>
        events.beep(heard.frequencyHz, heard.durationMs),
      );
  }

  push(samples: Int16Array, count: number): void {
    this.beep?.push(samples, count);
    for (let index = 0; index < count; index++) {
      this.loudness += Math.abs(samples[index] ?? 0);
      if (++this.filled < FRAME) continue;
      this.frame(this.loudness / FRAME);
      this.filled = 0;
      this.loudness = 0;
    }
  }

  /** The far end pressed a key. */
  key(): void {
    this.settle(machineKey(this.machine));
  }

  private frame(level: number): void {
    this.voice?.push(level, FRAME_MS);
    if (this.machineOptions !== undefined) this.settle(machineFrame(this.machine, level, FRAME_MS, this.machineOptions));
  }

  private settle(next: MachineState): void {
    const told = this.machine.verdict !== undefined || this.machineOptions === undefined;
    this.machine = next;
    if (!told && next.verdict !== undefined) this.events.machine(next.verdict);
  }
}
