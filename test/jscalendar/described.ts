import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { TestServer } from '../harness/index.js';

interface Schema {
  $ref: string;
}

export interface OperationObject {
  parameters: { name: string; required: boolean }[];
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

export interface Description {
  paths: Record<string, Record<string, OperationObject>>;
  components: Record<string, unknown>;
}

export interface Answered {
  method: string;
  url: string;
  status: number;
  type: string;
  text: string;
  /** In the original server's shapes, which the description leaves alone. */
  isCompat?: boolean;
}

export type Check = (answered: Answered) => void;

export async function descriptionOf(server: TestServer): Promise<Description> {
  return (await server.inject('/rest/openapi.json')).json<Description>();
}

/** Holds answers to the server's own description: a status that the operation names, and a body of its schema. */
export async function checkerOf(server: TestServer): Promise<Check> {
  const description = await descriptionOf(server);
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: 'openapi', ...description });
  const paths = Object.keys(description.paths).map((path) => ({ path, form: formOf(path) }));
  // The more literal a path, the earlier.
  paths.sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  return (answered) => {
    const { method, url, type, text, isCompat } = answered;
    const below = shortened(url);
    const found = paths.find(({ form }) => form.test(below));
    const operation = found && description.paths[found.path]?.[method.toLowerCase()];
    if (!operation || !/json/.test(type)) return;
    const what = `${method} ${found.path} ${answered.status}`;
    const schema = schemaOf(operation, answered, what);
    if (!schema || isCompat) return;
    const validate = ajv.getSchema(`openapi${schema.$ref}`)!;
    expect(validate(JSON.parse(text)), `${what}: ${JSON.stringify(validate.errors?.at(0))}\n${text}`).toBe(true);
  };
}

/** That of an answer with a body; its status and its media type must be named. */
function schemaOf({ responses }: OperationObject, { status, type, text }: Answered, what: string): Schema | undefined {
  if (status < 400 && status !== 304) expect(Object.keys(responses), what).toContain(String(status));
  if (text === '' || isRouters(text)) return undefined;
  const media = (responses[status] ?? responses.default!).content?.[type.split(';')[0]!.trim()];
  expect(media, `${what} as ${type}`).toBeDefined();
  return media?.schema;
}

/** The router answers for itself where an address cannot be decoded. */
function isRouters(text: string): boolean {
  return /^\{"error":\{"code":400,.*"requestId"/.test(text);
}

function formOf(path: string): RegExp {
  return new RegExp(
    `^${path
      .replace(/\/$/, '')
      .replaceAll('.', '\\.')
      .replaceAll(/\{\w+\}/g, '[^/]+')}/?$`,
  );
}

/** The path below the mount, in the one spelling that is described. */
function shortened(url: string): string {
  const path = url.split('?', 1)[0]!.replace(/^\/(?:rest|egroupware\/groupdav\.php)/, '');
  const own = path.replace(/^\/(?=(?:calendar|tasks|infolog)(?:\/|$))/, '/me/');
  return own.replace(/^\/(?:resources|locations)\//, '/');
}
