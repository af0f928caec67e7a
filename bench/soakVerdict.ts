export type Sample = {
  readonly minute: number;
  readonly rssKb: number;
  readonly descriptors: number;
  readonly cores: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly load: number;
};

/** Memory is flat when the last quarter's median is no more than this above the second quarter's; the first is for warming up. */
const GROWTH_BORNE = 1.05;

/** What is wrong after a soak; empty when nothing is. Descriptors are those of the engine at rest, before and after. */
export function judgeSoak(samples: readonly Sample[], descriptorsBefore: number, descriptorsAfter: number): string[] {
  const faults: string[] = [];
  if (samples.length < 4) faults.push('too short to judge memory: at least four samples');
  const quarter = (which: number) => {
    const part = samples.slice(Math.floor((samples.length * which) / 4), Math.floor((samples.length * (which + 1)) / 4));
    return part.map(({ rssKb }) => rssKb).toSorted((a, b) => a - b)[Math.floor(part.length / 2)];
  };
  const [early, late] = [quarter(1), quarter(3)];
  if (early !== undefined && late !== undefined && late > early * GROWTH_BORNE)
    faults.push(`memory grew from ${Math.round(early / 1024)} to ${Math.round(late / 1024)} MB`);
  if (descriptorsAfter > descriptorsBefore) faults.push(`${descriptorsAfter - descriptorsBefore} descriptors lost`);
  const failed = samples.at(-1)?.failed ?? 0;
  if (failed > 0) faults.push(`${failed} calls failed`);
  return faults;
}

/** One line of the log. */
export function sampleLine(sample: Sample | undefined): string {
  if (sample === undefined) return '';
  const memory = `${Math.round(sample.rssKb / 1024)} MB`.padStart(7);
  const calls = `${sample.succeeded} calls, ${sample.failed} failed`;
  return `${sample.minute.toFixed(1).padStart(6)} min  ${memory}  ${sample.descriptors} descriptors  ${sample.cores.toFixed(2)} cores  ${calls}  load ${sample.load.toFixed(1)}`;
}
