import { readFile } from 'node:fs/promises';
import { invalidInput } from '@dayferry/core';
import { parse } from 'yaml';
import { z } from 'zod';

const secret = z.strictObject({
  name: z.string(),
  secret: z.string().optional(),
  scopes: z.array(z.string()).optional(),
});
const rule = z.strictObject({ scope: z.string(), role: z.enum(['none', 'freeBusy', 'reader', 'writer', 'owner']) });
const person = {
  email: z.string(),
  name: z.string().optional(),
  timeZone: z.string().optional(),
};

/** A directory in one file: people, groups, rooms, calendars, rights and secrets. */
const directoryFile = z.strictObject({
  users: z
    .array(
      z.strictObject({
        ...person,
        admin: z.boolean().optional(),
        password: z.string().optional(),
        appPasswords: z.array(secret).optional(),
        tokens: z.array(secret).optional(),
      }),
    )
    .default([]),
  groups: z
    .array(z.strictObject({ email: z.string(), name: z.string().optional(), members: z.array(z.string()).default([]) }))
    .default([]),
  resources: z.array(z.strictObject(person)).default([]),
  calendars: z
    .array(
      z.strictObject({
        owner: z.string(),
        title: z.string(),
        name: z.string(),
        timeZone: z.string().optional(),
        color: z.string().optional(),
        acl: z.array(rule).default([]),
      }),
    )
    .default([]),
  acls: z.array(z.strictObject({ calendar: z.string(), scope: z.string(), role: rule.shape.role })).default([]),
});

export type DirectoryFile = z.infer<typeof directoryFile>;

/** Reads JSON or YAML; InvalidInput names every mistake by its place. */
export async function readDirectoryFile(path: string): Promise<DirectoryFile> {
  const text = await readFile(path, 'utf8');
  const result = directoryFile.safeParse(parsed(text, path));
  if (result.success) return result.data;
  throw invalidInput(
    path,
    result.error.issues.map((issue) => `${path}: ${issue.path.join('.') || 'file'}: ${issue.message}`).join('\n'),
  );
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw invalidInput(path, `${path} is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}
