/** Lines for whoever started the process, printed once it is ready. */
export class Announcements {
  private readonly lines: string[] = [];

  add(line: string): void {
    this.lines.push(line);
  }

  all(): readonly string[] {
    return this.lines;
  }
}
