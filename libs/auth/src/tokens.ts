/** Injection token of the address in front of every link, without a trailing slash: `@Inject(PUBLIC_URL) url: string`. */
export const PUBLIC_URL = Symbol('dayferry.public-url');
