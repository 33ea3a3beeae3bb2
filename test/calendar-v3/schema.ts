import { readFileSync } from 'node:fs';

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema;
}

export interface Parameter {
  type: string;
  location: string;
  format?: string;
  minimum?: string;
  enum?: string[];
}

export interface Method {
  id: string;
  httpMethod: string;
  path: string;
  parameters?: Record<string, Parameter>;
  scopes?: string[];
  response?: { $ref: string };
}

interface Discovery {
  schemas: Record<string, Schema>;
  resources: Record<string, { methods: Record<string, Method> }>;
}

const discovery = JSON.parse(
  readFileSync(new URL('../../libs/calendar-v3/discovery/calendar-v3.json', import.meta.url), 'utf8'),
) as Discovery;

export const methods = Object.values(discovery.resources).flatMap((resource) => Object.values(resource.methods));

/** What is wrong with an answer by the schema of its method; unknown members and wrong types are. */
export function faultsOf(verb: string, path: string, body: unknown): string[] {
  const method = methodOf(verb, path);
  if (!method?.response) return [`${verb} ${path} has no answer with a body`];
  return check(body, { $ref: method.response.$ref }, method.response.$ref);
}

function methodOf(verb: string, path: string): Method | undefined {
  const segments = path.replace(/^\//, '').split('/');
  return methods.find((method) => {
    const parts = method.path.split('/');
    const fits = (part: string, i: number): boolean => part === segments[i] || part.startsWith('{');
    return method.httpMethod === verb && parts.length === segments.length && parts.every(fits);
  });
}

function check(value: unknown, schema: Schema, at: string): string[] {
  if (schema.$ref) return check(value, discovery.schemas[schema.$ref]!, at);
  switch (schema.type) {
    case 'object':
      return checkObject(value, schema, at);
    case 'array':
      if (!Array.isArray(value)) return [`${at} is no array`];
      return value.flatMap((item, i) => check(item, schema.items ?? {}, `${at}[${i}]`));
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at} is no integer`];
    case 'string':
      return checkText(value, schema, at);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at} is no boolean`];
    default:
      return [];
  }
}

function checkObject(value: unknown, schema: Schema, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
  return Object.entries(value).flatMap(([name, member]) => {
    const own = schema.properties?.[name] ?? schema.additionalProperties;
    return own ? check(member, own, `${at}.${name}`) : [`${at}.${name} is not in the schema`];
  });
}

const formats: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
};

function checkText(value: unknown, schema: Schema, at: string): string[] {
  if (typeof value !== 'string') return [`${at} is no string`];
  const format = formats[schema.format ?? ''];
  return !format || format.test(value) ? [] : [`${at} is no ${schema.format}`];
}
