import { DayferryError, invalidInput } from '@dayferry/core';
import { statusOf } from '../errors/error-answer.js';
import { readBatch, type BatchItem, type BatchOperation } from '../parse/batch-feed.js';
import { decodeBody, readXmlPrefix, type XmlPrefix } from '../parse/read-xml.js';
import { batchFeed, interruptedEntry, type BatchAnswer, type BatchResult } from '../render/batch-feed.js';
import { commonHeaders, contentType, type Answer } from './answer.js';
import { isJson } from './body.js';
import type { Call } from './call.js';

type Handler = (call: Call) => Promise<Answer>;

/** A feed that takes batches: its handlers by operation, and the path parameter that names an entry. */
export interface BatchTarget {
  handlers: Partial<Record<BatchOperation, Handler>>;
  parameter: string;
  describe: (call: Call) => Pick<BatchAnswer, 'id' | 'term' | 'kind' | 'links'>;
  /** Inserts that follow each other as one write: all of them, or none and an error. Null: not these together. */
  insertAll?: (calls: Call[]) => Promise<Answer[] | null>;
  /** Refuses the whole batch. */
  check?: (call: Call) => void;
}

/**
 * A batch: operations are done one after another, and one that fails leaves the others as they are (gdata-protocol:
 * batch). A feed that is cut off in the middle is done as far as it can be read.
 */
export function batching(target: BatchTarget): Handler {
  return async (call) => {
    refuseJson(call);
    target.check?.(call);
    const { root, failure } = readPrefix(call);
    const { title, items } = readBatch(root);
    const results: BatchResult[] = [];
    for (const group of groupsOf(items)) results.push(...(await runGroup(call, target, group)));
    const now = call.core.clock();
    const answer: BatchAnswer = { ...target.describe(call), title, now, version: call.request.version.major };
    const interruption = failure === undefined ? '' : interruptedEntry(failure, results, now);
    const headers = { ...commonHeaders(call), 'cache-control': 'private, max-age=0' };
    return {
      status: 200,
      headers: { ...headers, 'content-type': contentType('atom', 'feed') },
      body: batchFeed(answer, results, interruption),
    };
  };
}

function refuseJson(call: Call): void {
  if (call.request.format === 'jsonc' || isJson(call))
    throw invalidInput('body', 'A batch must be Atom.', { code: 'atomFormatRequired' });
}

/** A feed of which no entry could be read is refused whole. */
function readPrefix({ request, core }: Call): XmlPrefix {
  return readXmlPrefix(decodeBody(request.body, core.limits), core.limits);
}

/** So many new events share a transaction: it has to be short, for others wait for it. */
const mostTogether = 25;

/** Inserts that follow each other, and all others one by one. */
function groupsOf(items: BatchItem[]): BatchItem[][] {
  const groups: BatchItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    const joins =
      last && last.length < mostTogether && [item, last[0]!].every(({ operation }) => operation === 'insert');
    if (joins) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

async function runGroup(call: Call, target: BatchTarget, items: BatchItem[]): Promise<BatchResult[]> {
  const together = items.length > 1 && target.insertAll ? await insertTogether(call, target, items) : null;
  if (together) return together;
  const results: BatchResult[] = [];
  for (const item of items) results.push(await run(call, target, item));
  return results;
}

/** Null when one of them is refused: nothing was written, and each is to be tried by itself. */
async function insertTogether(call: Call, target: BatchTarget, items: BatchItem[]): Promise<BatchResult[] | null> {
  try {
    const answers = await target.insertAll!(items.map((item) => callFor(call, target.parameter, 'insert', item)));
    return answers?.map((answer, i) => resultOf(items[i]!, 'insert', answer)) ?? null;
  } catch (error) {
    const typed = typedOf(call, error);
    // Trouble of our own may have come after the writing: what is tried again might be there twice.
    return typed.kind === 'unavailable' ? items.map((item) => failureOf(item, typed)) : null;
  }
}

function typedOf(call: Call, error: unknown): DayferryError {
  return error instanceof DayferryError ? error : call.report(error);
}

function failureOf(item: BatchItem, error: DayferryError): BatchResult {
  return { item, status: statusOf(error).status, reason: error.message };
}

async function run(call: Call, { handlers, parameter }: BatchTarget, item: BatchItem): Promise<BatchResult> {
  try {
    const operation = operationOf(item);
    const handler = handlers[operation];
    if (!handler) throw invalid('batch:operation', `${operation} is not possible here.`);
    if (operation !== 'insert' && item.target === undefined) throw invalid('id', 'Invalid entry Id/Uri');
    return resultOf(item, operation, await handler(callFor(call, parameter, operation, item)));
  } catch (error) {
    return failureOf(item, typedOf(call, error));
  }
}

function operationOf({ operation }: BatchItem): BatchOperation {
  if (operation === 'insert' || operation === 'query' || operation === 'update' || operation === 'delete')
    return operation;
  throw invalid('batch:operation', `Unknown operation ${operation.slice(0, 40)}.`, 'invalidBatchOperationType');
}

function invalid(path: string, message: string, code = 'invalidRequestUri'): Error {
  return invalidInput(path, message, { code });
}

const methods: Record<BatchOperation, string> = { insert: 'POST', query: 'GET', update: 'PUT', delete: 'DELETE' };

/** If-Match of the whole request overrides the entry's own tag (the Python library's `force`). */
function callFor(call: Call, parameter: string, operation: BatchOperation, item: BatchItem): Call {
  const ifMatch = call.request.header('if-match') ?? item.etag;
  const header = (name: string): string | undefined => (name === 'if-match' ? ifMatch : undefined);
  const { user, visibility, projection } = call.params;
  const shared = Object.entries({ user, visibility, projection, version: item.version }).filter(([, value]) => value);
  return {
    ...call,
    params: { ...(Object.fromEntries(shared) as Record<string, string>), [parameter]: item.target ?? '' },
    request: { ...call.request, method: methods[operation], header },
    entry: item.entry,
  };
}

const reasons: Record<number, string> = { 200: 'Success', 201: 'Created', 409: 'Conflict' };

function resultOf(item: BatchItem, operation: BatchOperation, { status, body }: Answer): BatchResult {
  const shown = operation === 'delete' || body.length === 0 ? {} : { document: String(body) };
  return { item, status, reason: reasons[status] ?? 'Success', ...shown };
}
