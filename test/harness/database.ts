import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of its own: a temporary SQLite file, or a fresh one on the server that TEST_DATABASE_URL names. */
export function testDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? onServer(server) : inFile();
}

async function inFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'dayferry-test-'));
  return { url: `sqlite:${join(folder, 'dayferry.db')}`, drop: () => rm(folder, { recursive: true, force: true }) };
}

async function onServer(server: string): Promise<TestDatabase> {
  const name = `dayferry_test_${randomBytes(6).toString('hex')}`;
  await statement(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => statement(server, `DROP DATABASE ${name}`) };
}

async function statement(server: string, sql: string): Promise<void> {
  const connection = await mysql.createConnection(server);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
