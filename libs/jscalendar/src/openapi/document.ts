import type { Json, JsonObject } from '@dayferry/core';
import { operations, paths, type Operation } from './operations.table.js';
import { schemas } from './schemas.table.js';

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** OpenAPI 3.1 of the interface, at the address it is served from. */
export function openApiDocument(server: string): JsonObject {
  const document: Record<string, JsonObject> = {};
  for (const operation of operations) {
    const path = (document[paths[operation.kind]] ??= { parameters: pathParameters(paths[operation.kind]) });
    path[operation.method.toLowerCase()] = operationObject(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dayferry JSCalendar interface',
      version: '1',
      description:
        'Calendars and events as JSCalendar (RFC 8984, and 2.0 with `;version=2.0` in the media type). `/calendar/` and `/tasks/` are your own.',
    },
    servers: [{ url: server }],
    security: [{ basic: [] }, { bearer: [] }],
    paths: document,
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
      schemas,
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function operationObject(operation: Operation): JsonObject {
  const { kind, method, summary, query = {}, takes, gives, givesTypes } = operation;
  const parameters = Object.entries(query).map(([name, description]) => ({
    name: name.replace('!', ''),
    in: 'query',
    required: name.endsWith('!'),
    description,
    schema: { type: 'string' },
  }));
  const body: JsonObject = takes === undefined ? {} : { requestBody: requestBody(takes, operation) };
  const responses = Object.entries({ ...gives, default: 'Error' }).map(([status, schema]): [string, Json] => [
    status,
    {
      description: status === 'default' ? 'What went wrong.' : summary,
      ...(schema === null ? {} : { content: content(schema, status === 'default' ? errorTypes : givesTypes) }),
    },
  ]);
  const operationId = `${method.toLowerCase()}-${kind.replace('.', '-')}`;
  return { operationId, summary, parameters, ...body, responses: Object.fromEntries(responses) };
}

function requestBody(takes: string, { takesTypes, isBodyOptional }: Operation): JsonObject {
  return { required: !isBodyOptional, content: content(takes, takesTypes) };
}

const errorTypes = ['application/json', 'application/problem+json'];

/** Only JSON has a schema. */
function content(schema: string, types = ['application/json']): JsonObject {
  const contentOf = (type: string): JsonObject => (/json$/.test(type) ? { schema: ref(schema) } : {});
  return Object.fromEntries(types.map((type) => [type, contentOf(type)]));
}
