import { createHash } from 'node:crypto';

/**
 * A configuration profile that adds the CalDAV account (payload com.apple.caldav.account); the device asks for the
 * password. Installed again, it replaces the one before: its identifiers come from server and user.
 */
export function appleProfile(publicUrl: string, email: string): string {
  const { hostname, port, protocol } = new URL(publicUrl);
  const isSecure = protocol === 'https:';
  const identifier = `dayferry.${hostname}.${digest(`${publicUrl} ${email}`).slice(0, 12)}`;
  const account = dict([
    ['CalDAVAccountDescription', text(`Dayferry (${email})`)],
    ['CalDAVHostName', text(hostname)],
    ['CalDAVPort', `<integer>${port || (isSecure ? 443 : 80)}</integer>`],
    ['CalDAVUseSSL', isSecure ? '<true/>' : '<false/>'],
    ['CalDAVPrincipalURL', text(`/dav/principals/${encodeURIComponent(email)}/`)],
    ['CalDAVUsername', text(email)],
    ...envelope('com.apple.caldav.account', `${identifier}.caldav`),
  ]);
  const profile = dict([
    ['PayloadContent', `<array>${account}</array>`],
    ['PayloadDisplayName', text(`Calendars of ${email}`)],
    ...envelope('Configuration', identifier),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">${profile}</plist>
`;
}

function envelope(type: string, identifier: string): [string, string][] {
  return [
    ['PayloadType', text(type)],
    ['PayloadIdentifier', text(identifier)],
    ['PayloadUUID', text(uuidOf(identifier))],
    ['PayloadVersion', '<integer>1</integer>'],
  ];
}

const dict = (members: [string, string][]): string =>
  `<dict>${members.map(([key, value]) => `<key>${key}</key>${value}`).join('')}</dict>`;

const text = (value: string): string =>
  `<string>${value.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)}</string>`;

const digest = (value: string): string => createHash('sha256').update(value).digest('hex');

/** RFC 9562 §5.8: version 8, made of a hash. */
function uuidOf(value: string): string {
  const hex = digest(value);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`.toUpperCase();
}
