import { readFileSync } from 'node:fs';

export const none = () => ({ passed: 0, failed: 0, skipped: 0 });

export function add(total, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

/** From vitest's JSON report. A run that failed with no failed test (a spec that does not load, a crash) is one. */
export function countsOf(reportPath, exitCode) {
  const report = readReport(reportPath);
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(isBrokenFile).length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

const isBrokenFile = ({ status, assertionResults }) =>
  status === 'failed' && !assertionResults.some((result) => result.status === 'failed');

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

/** The closing line, which CI reads. */
export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
