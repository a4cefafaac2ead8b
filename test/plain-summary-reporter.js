/** Prints one plain line a run, so that a count is there to read (and to compare) whatever jest's own output looks like. */
export default class PlainSummaryReporter {
  onRunComplete(_contexts, results) {
    const tier = process.env.TRABECULA_TEST_TIER ?? 'unit';
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    process.stdout.write(
      `\n${tier}: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`,
    );
  }
}
