import { ensurePackages } from './packages.mjs';
import { endChildrenOnStop, StepFailed } from './run.mjs';
import { add, none, sentence } from './test-counts.mjs';
import { readOptions, USAGE, UsageError } from './test-options.mjs';
import { stepsOf } from './test-steps.mjs';

/** Everything that CI checks, in its order, up to the first failure. Resolves to the exit code. */
export async function runTests(args) {
  endChildrenOnStop();
  const total = none();
  try {
    const options = readOptions(args);
    await ensurePackages(console.log);
    await runSteps(stepsOf(options), total);
    complainOfNoTests(options, total);
  } catch (error) {
    total.failed += 1;
    console.error(complaint(error));
  }
  console.log(sentence(total));
  return total.failed === 0 ? 0 : 1;
}

async function runSteps(steps, total) {
  for (const { title, run } of steps) {
    console.log(`${title} …`);
    const start = Date.now();
    const { isOk, output, counts, note } = await run();
    add(total, counts);
    if (!isOk && output) console.log(output.trimEnd());
    console.log(`  ${outcome(isOk, note)}, ${((Date.now() - start) / 1000).toFixed(1)} s${tally(counts)}`);
    if (!isOk) return;
  }
}

function outcome(isOk, note) {
  if (note) return `not run: ${note}`;
  return isOk ? 'ok' : 'failed';
}

function tally(counts) {
  return counts.passed || counts.skipped ? `, ${sentence(counts)}` : '';
}

function complainOfNoTests({ steps }, total) {
  const hasSuites = ['unit', 'protocol', 'clients'].some((step) => steps.includes(step));
  if (hasSuites && total.passed === 0 && total.failed === 0) throw new StepFailed('No test ran.');
}

function complaint(error) {
  if (error instanceof UsageError) return `${error.message}\n\n${USAGE}`;
  if (error instanceof StepFailed) return [error.output, error.message].filter(Boolean).join('\n\n');
  return error;
}
