export type Profile = 'strict' | 'egroupware';

/** Which shapes: what the request says in `profile`, else what the server is set to (jscalendar-rest §15). */
export function profileOf(header: string | undefined, fallback: Profile): Profile {
  const asked = /;\s*profile\s*=\s*"?(strict|egroupware)\b/i.exec(header ?? '')?.[1]?.toLowerCase();
  return asked === 'strict' || asked === 'egroupware' ? asked : fallback;
}
