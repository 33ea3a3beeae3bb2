import Database from 'better-sqlite3';
import fastify from 'fastify';
import { bareWrites } from './bare-writes.mjs';

// The floor: the same bytes from the same database by one prepared statement, without sign-in, rights or a protocol.
const [path, calendarKey, port, ...keys] = process.argv.slice(2);
const database = new Database(path, { readonly: true });
const join = 'FROM series s JOIN series_body b ON b.calendar_key = s.calendar_key AND b.series_key = s.series_key';
/** What a text of the database is read by: one event, those of the week, those changed last, those that begin first. */
const reading = (column) => {
  const prepare = (rest) => database.prepare(`SELECT b.${column} AS text ${rest}`).pluck();
  const instances =
    'FROM instance i JOIN series_body b ON b.calendar_key = i.calendar_key AND b.series_key = i.series_key';
  return {
    one: prepare(`${join} WHERE s.calendar_key = ? AND s.id = ?`),
    many: prepare(`${join} WHERE s.calendar_key = ? AND s.series_key IN (${keys.map(() => '?').join(',')})`),
    first: prepare(`${join} WHERE s.calendar_key = ? ORDER BY s.updated DESC LIMIT ?`),
    starting: prepare(
      `${instances} WHERE i.calendar_key = ? AND i.lane = 0 AND i.start_utc >= ? AND i.start_utc < ? ORDER BY i.start_utc LIMIT ?`,
    ),
  };
};

const busy = database.prepare(
  'SELECT start_utc, end_utc FROM instance WHERE calendar_key = ? AND lane = 0 AND start_utc >= ? AND start_utc < ?',
);
const others = () =>
  database.prepare('SELECT calendar_key FROM calendar WHERE calendar_key <> ?').pluck().all(calendarKey);

// What any store of this kind pays for a write: a counter, a row and its text in one durable transaction.
const written = new Database(`${path}-small`);
written.pragma('journal_mode = WAL');
written.pragma('synchronous = FULL');
written.exec(
  'CREATE TABLE counter (seq INT); INSERT INTO counter VALUES (0); CREATE TABLE event (seq INT PRIMARY KEY, at INT); CREATE TABLE body (seq INT PRIMARY KEY, text TEXT)',
);
const raise = written.prepare('UPDATE counter SET seq = seq + 1 RETURNING seq').pluck();
const event = written.prepare('INSERT INTO event VALUES (?, ?)');
const body = written.prepare('INSERT INTO body VALUES (?, ?)');
const write = written.transaction((text) => {
  const seq = raise.get();
  event.run(seq, Date.now());
  body.run(seq, text);
});

const rows = bareWrites(database, path, calendarKey);

const app = fastify();
app.get('/busy/:from/:to', (request) => {
  const { from, to } = request.params;
  return others().map((key) => busy.all(key, Number(from), Number(to)));
});
app.post('/write', (request, reply) => {
  write(JSON.stringify(request.body));
  return reply.send(request.body);
});
for (const { prefix, column, type, separator } of [
  { prefix: '', column: 'ical', type: 'text/calendar', separator: '' },
  { prefix: '/records', column: 'body', type: 'application/json', separator: ',' },
]) {
  const { one, many, first, starting } = reading(column);
  const send = (reply, texts) => reply.type(type).send(separator ? `[${texts.join(separator)}]` : texts.join(''));
  app.get(`${prefix}/one/:id`, ({ params }, reply) => reply.type(type).send(one.get(calendarKey, params.id)));
  app.get(`${prefix}/week`, (_request, reply) => send(reply, many.all(calendarKey, ...keys)));
  app.get(`${prefix}/first/:count`, ({ params }, reply) => send(reply, first.all(calendarKey, Number(params.count))));
  app.get(`${prefix}/starting/:from/:to/:count`, ({ params: { from, to, count } }, reply) =>
    send(reply, starting.all(calendarKey, Number(from), Number(to), Number(count))),
  );
}
app.post('/records', ({ body: record }, reply) =>
  reply.type('application/json').send(rows.insert(JSON.stringify(record))),
);
app.post('/records/one/:id', ({ params, body: change }, reply) =>
  reply.type('application/json').send(rows.update(params.id, JSON.stringify(change))),
);
await app.listen({ port: Number(port) });
process.stdout.write('ready\n');
