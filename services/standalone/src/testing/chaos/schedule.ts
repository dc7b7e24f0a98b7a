import { chance } from '@redress/eventing/testing';

export type FaultKind = 'kill' | 'freeze' | 'cut' | 'stall' | 'close';

/** Something that is done to a process or to a way between two, and undone after a while. */
export interface Fault {
  /** From the beginning of the faults. */
  readonly atMs: number;
  readonly kind: FaultKind;
  readonly target: string;
  /** Until a killed process is started again, a frozen one goes on, a way is open; 0 for a cut, which is over at once. */
  readonly forMs: number;
}

/** What can be struck, by groups of which each is as likely as its weight says. */
export interface Targets {
  readonly processes: readonly { readonly weight: number; readonly names: readonly string[] }[];
  readonly edges: { readonly weight: number; readonly names: readonly string[] };
}

/** Milliseconds. A frozen process is away for longer than a lease and a session of a group last, or for less. */
const between = {
  apart: [1500, 7000],
  down: [0, 4000],
  frozen: [500, 15_000],
  stalled: [500, 12_000],
  closed: [500, 8000],
};
/** A process that was struck is left alone for so long afterwards, to have a chance to begin again. */
const recoveryMs = 12_000;

/** The faults of a seed, in order. The same seed, length and targets give the same faults; everything is undone by the end. */
export const scheduleOf = (seed: number, lengthMs: number, targets: Targets): readonly Fault[] => {
  const random = chance(seed);
  const within = ([least = 0, most = 0]: readonly number[]): number => Math.round(least + random() * (most - least));
  const groups = [...targets.processes, targets.edges].filter(({ names }) => names.length > 0);
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const restUntil = new Map<string, number>();
  const faults: Fault[] = [];

  const groupOf = (share: number): (typeof groups)[number] | undefined => {
    let left = share * total;
    return groups.find(({ weight }) => (left -= weight) < 0);
  };
  const strikeOn = (what: 'process' | 'edge'): Pick<Fault, 'kind' | 'forMs'> => {
    const [which, lasts] = [random(), random()];
    const span = ([least = 0, most = 0]: readonly number[]): number => Math.round(least + lasts * (most - least));
    if (what === 'process')
      return which < 0.5
        ? { kind: 'kill', forMs: span(between.down) }
        : { kind: 'freeze', forMs: span(between.frozen) };
    if (which < 0.3) return { kind: 'cut', forMs: 0 };
    return which < 0.65
      ? { kind: 'stall', forMs: span(between.stalled) }
      : { kind: 'close', forMs: span(between.closed) };
  };

  for (let atMs = within(between.apart); atMs < lengthMs; atMs += within(between.apart)) {
    const group = groupOf(random());
    const target = group?.names[Math.floor(random() * group.names.length)];
    const { kind, forMs } = strikeOn(group === targets.edges ? 'edge' : 'process');
    if (target === undefined || (restUntil.get(target) ?? 0) > atMs || atMs + forMs > lengthMs) continue;
    restUntil.set(target, atMs + forMs + recoveryMs);
    faults.push({ atMs, kind, target, forMs });
  }
  return faults;
};

/** `   12.3 s  freeze  intake-2  for 4.1 s` */
export const faultShown = ({ atMs, kind, target, forMs }: Fault): string => {
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  return `${seconds(atMs).padStart(7)} s  ${kind.padEnd(6)}  ${target}${forMs > 0 ? `  for ${seconds(forMs)} s` : ''}`;
};
