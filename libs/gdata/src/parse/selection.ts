/** Names that a step takes: `null` is any. */
export interface NameTest {
  namespaces: readonly string[] | null;
  local: string | null;
}

export interface Step {
  kind: 'element' | 'attribute';
  name: NameTest;
  conditions: Condition[];
  /** Where the step begins in the text of the selection. */
  at: number;
}

export interface FieldPath {
  steps: Step[];
  /** `entry(title)`: parts of what the last step names. */
  nested?: Selection;
  /** The text of the whole selection, and where this path ends in it. */
  source: string;
  end: number;
}

/** A list of paths, relative to one element (gdata-protocol: partial response). */
export interface Selection {
  paths: FieldPath[];
  text: string;
}

export type ValueType = 'date' | 'dateTime' | 'boolean' | 'number' | 'string';

export type Operand =
  | { kind: 'path'; steps: Step[] }
  | { kind: 'text' }
  | { kind: 'value'; text: string; type?: ValueType }
  | { kind: 'cast'; type: ValueType; of: Operand };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { kind: 'or' | 'and'; all: Condition[] }
  | { kind: 'not'; of: Condition }
  | { kind: 'exists'; operand: Operand }
  | { kind: 'compare'; by: Comparison; left: Operand; right: Operand };
