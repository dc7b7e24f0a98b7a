/** What was done so far, for people who look on. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private readonly refusals = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, this.of(what) + 1);
  }

  /** A rule said no: nothing of the demonstration is meant to be refused, so that each is worth a look. */
  refuse(what: string, reason: string): void {
    const named = `${what}: ${reason}`;
    this.refusals.set(named, (this.refusals.get(named) ?? 0) + 1);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  refused(): readonly string[] {
    return [...this.refusals].map(([named, count]) => `${count} × ${named}`).toSorted();
  }
}
