import {
  changeOrganisation,
  invalidInput,
  type CoreDependencies,
  type LegacyDoor,
  type Organisation,
  type StoreReader,
} from '@dayferry/core';

/** What each door is, in a few words. */
export const doorTexts: Readonly<Record<LegacyDoor, string>> = {
  'client-login': 'ClientLogin',
  authsub: 'AuthSub',
  oauth1: 'OAuth 1.0',
  'magic-cookie': 'private addresses of v2 feeds',
};

const allDoors = Object.keys(doorTexts) as LegacyDoor[];

/** Which legacy doors are open, and to whom: those of a person's organisation or, where it has none of its own, of the settings. */
export class LegacyDoors {
  constructor(
    private readonly reader: Pick<StoreReader, 'organisationByDomain' | 'organisations'>,
    private readonly usual: readonly LegacyDoor[],
    /** Where no passwords are taken, ClientLogin takes none either, whatever an organisation wants. */
    private readonly takesPasswords: boolean,
  ) {}

  /** By e-mail address, whether or not somebody has it. */
  async isOpenTo(email: string, door: LegacyDoor): Promise<boolean> {
    return this.opensFor(await this.reader.organisationByDomain(email.slice(email.lastIndexOf('@') + 1)), door);
  }

  async isOpenToAnybody(door: LegacyDoor): Promise<boolean> {
    return this.usual.includes(door) || (await this.reader.organisations()).some((one) => this.opensFor(one, door));
  }

  private opensFor(organisation: Organisation | null, door: LegacyDoor): boolean {
    if (door === 'client-login' && !this.takesPasswords) return false;
    return (organisation?.legacyDoors ?? this.usual).includes(door);
  }
}

/**
 * Gives an organisation doors of its own: some, `all` or `none`; or `default`, those of the settings. What was let in
 * through a door that closes is refused from the next request on, on every replica.
 */
export async function setDoors(
  deps: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>,
  domain: string,
  words: readonly string[],
): Promise<Organisation> {
  const legacyDoors = readDoors(words);
  const entry = { action: 'doors-changed', detail: { doors: words.join(' ') } } as const;
  return changeOrganisation(deps, domain, { legacyDoors }, entry);
}

function readDoors(words: readonly string[]): LegacyDoor[] | undefined {
  const [only, ...others] = words;
  if (only !== undefined && !others.length) {
    if (only === 'default') return undefined;
    if (only === 'all') return allDoors;
    if (only === 'none') return [];
  }
  const wrong = words.find((word) => !Object.hasOwn(doorTexts, word));
  if (wrong === undefined && words.length) return allDoors.filter((door) => words.includes(door));
  throw invalidInput('doors', `Name some of ${allDoors.join(', ')}; or all, none, or default.`);
}
