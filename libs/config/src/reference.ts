import { limitMembers, limitSettings } from './limits.table.js';
import { prefix, type Setting } from './setting.js';
import { settings } from './settings.table.js';

const introduction = `# Configuration

<!-- Made from libs/config by its spec: run it with UPDATE_DOCS=1 after a change of the table. -->

Every setting is an environment variable. All of them have a default that suits a laptop, so none is needed to begin.
The server reads them once, at its start; a mistake stops it with one line for each thing that is wrong, misspelt names
included. An empty variable counts as not set. \`dayferry config\` prints what is in force, and where each value came from.

Where a value is secret, a second variable that ends in \`_FILE\` names a file that holds it.
`;

const limits = `## Limits

What one client may ask of the server. Sizes are octets and take a unit (\`512 KiB\`, \`10 MiB\`). A request beyond a limit is
refused in the words of its protocol; nothing is cut off in silence.
`;

/** docs/configuration.md, whole. */
export function configurationPage(): string {
  const general = Object.values(settings).map((row) => generalEntry(row as Setting));
  const entries = limitMembers.map((member) => limitEntry(limitSettings[member]));
  return [introduction, '## Settings\n', ...general, limits, `${entries.join('\n')}\n`].join('\n');
}

function generalEntry(row: Setting): string {
  const fallback = row.fallbackText ?? `\`${String(row.fallback)}\``;
  const file = row.mayBeFile ? ` May come from the file that \`${prefix}${row.name}_FILE\` names.` : '';
  const text = fallback.startsWith('`') || !fallback.includes('<') ? fallback : `\`${fallback}\``;
  return `### \`${prefix}${row.name}\`\n\n${row.sentence.replace(/\S*<[^,]*>\S*/g, codeOf)}${file}\n\nDefault: ${text}\n`;
}

/** Placeholders in angle brackets would be taken for HTML. */
function codeOf(text: string): string {
  const end = /[.,]$/.exec(text)?.[0] ?? '';
  return `\`${end ? text.slice(0, -1) : text}\`${end}`;
}

function limitEntry(row: Setting): string {
  return `- \`${prefix}${row.name}\` (default ${row.fallback as string}, at most ${row.maximum}): ${row.sentence}`;
}
