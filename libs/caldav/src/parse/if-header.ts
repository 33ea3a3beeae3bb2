import { invalidInput } from '@dayferry/core';

/** One condition of RFC 4918 §10.4: a state token or an entity tag (with its quotes), possibly negated. */
export interface IfCondition {
  isNegated: boolean;
  token?: string;
  etag?: string;
}

/** Conditions that must all hold, on the tagged resource or (null) on that of the request. One list that holds suffices. */
export interface IfList {
  resource: string | null;
  conditions: IfCondition[];
}

/** What conditions are compared with. */
export interface ResourceState {
  etag?: string;
  syncToken?: string;
}

/** The If header of a request, with the states of the resources that it tags. */
export interface IfState {
  lists: IfList[];
  /** By tag; the request's own resource is under `null`. */
  states: Map<string | null, ResourceState>;
}

const mostLists = 64;
const longest = 8_192;
const part = /\s*(?:(\()|(\))|(Not)(?=[\s<[])|<([^<>\s]{1,2048})>|\[((?:W\/)?"[^"\]]{0,256}")\])/giy;

/** InvalidInput for anything that the grammar does not make, and for more lists than anybody needs. */
export function parseIf(header: string): IfList[] {
  if (header.length > longest) throw refuse(`has more than ${longest} characters`);
  const reader = new IfReader();
  part.lastIndex = 0;
  while (part.lastIndex < header.trimEnd().length) {
    const match = part.exec(header);
    if (!match) throw refuse('is not one of RFC 4918 §10.4');
    reader.take(match);
  }
  return reader.finish();
}

const refuse = (reason: string): Error => invalidInput('If', `The If header ${reason}.`);

class IfReader {
  private readonly lists: IfList[] = [];
  private open: IfList | null = null;
  private resource: string | null = null;
  private isNegated = false;

  take([, opening, closing, not, uri, etag]: RegExpExecArray): void {
    if (opening) this.begin();
    else if (closing) this.end();
    else if (not) this.negate();
    else if (this.open) this.add(uri === undefined ? { etag: etag! } : { token: uri });
    else if (uri !== undefined) this.tag(uri);
    else throw refuse('has an entity tag outside a list');
  }

  finish(): IfList[] {
    if (this.open || this.lists.length === 0) throw refuse('has a list that does not end');
    return this.lists;
  }

  private begin(): void {
    if (this.open) throw refuse('has a list inside a list');
    if (this.lists.length === mostLists) throw refuse(`has more than ${mostLists} lists`);
    this.open = { resource: this.resource, conditions: [] };
  }

  private end(): void {
    if (!this.open?.conditions.length || this.isNegated) throw refuse('has an empty list');
    this.lists.push(this.open);
    this.open = null;
  }

  private negate(): void {
    if (!this.open || this.isNegated) throw refuse('has a Not in the wrong place');
    this.isNegated = true;
  }

  private add(condition: Omit<IfCondition, 'isNegated'>): void {
    this.open!.conditions.push({ ...condition, isNegated: this.isNegated });
    this.isNegated = false;
    if (this.open!.conditions.length > mostLists) throw refuse('has a list that is too long');
  }

  /** Either all lists are tagged or none is. */
  private tag(uri: string): void {
    if (this.lists.some(({ resource }) => resource === null)) throw refuse('mixes lists with and without a resource');
    this.resource = uri;
  }
}
