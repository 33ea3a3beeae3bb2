import { ensureBuilt } from './build.mjs';
import { ensurePackages } from './packages.mjs';
import { endChildrenOnStop, StepFailed } from './run.mjs';

/** Packages and build, where they are missing or old; says what it does with `say`. False, and why, when it cannot. */
export async function buildFirst(say) {
  const release = endChildrenOnStop();
  try {
    await ensurePackages(say);
    await ensureBuilt(say);
    return true;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error([error.output, error.message].filter(Boolean).join('\n\n'));
    return false;
  } finally {
    release();
  }
}
