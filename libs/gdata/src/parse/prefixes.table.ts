import { app, atom, batch, gAcl, gCal, gd, georss, gml, openSearch } from '../namespaces.table.js';

/** Conventional prefixes, whatever the document declares; two of them stand for a name of each protocol version. */
export const prefixes: Readonly<Record<string, readonly string[]>> = {
  atom: [atom],
  gd: [gd],
  gCal: [gCal],
  gAcl: [gAcl],
  batch: [batch],
  app: Object.values(app),
  openSearch: Object.values(openSearch),
  georss: [georss],
  gml: [gml],
  xml: ['http://www.w3.org/XML/1998/namespace'],
};

const byNamespace = new Map(
  Object.entries(prefixes).flatMap(([prefix, names]) => names.map((name) => [name, prefix] as const)),
);

export function prefixOf(namespace: string): string | undefined {
  return byNamespace.get(namespace);
}
