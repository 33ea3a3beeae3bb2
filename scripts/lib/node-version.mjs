const OLDEST = [20, 19];

/** Ends the process with one sentence where Node is too old. Import the rest after this: it uses newer features. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(`Dayferry needs Node ${OLDEST.join('.')} or newer; this is ${process.version}.`);
  process.exit(1);
}
