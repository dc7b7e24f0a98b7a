import { writeFileSync } from 'node:fs';

/** Leaves the sums of a run for `scripts/test.mjs`, which prints them last. A file that could not run at all counts as failed. */
export default class TotalsReporter {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites },
  ) {
    const file = process.env.REDRESS_TOTALS_FILE;
    if (!file) return;
    const skipped = numPendingTests + numTodoTests;
    const sums = `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
    writeFileSync(file, skipped > 0 ? `${sums}, ${skipped} skipped` : sums);
  }
}
