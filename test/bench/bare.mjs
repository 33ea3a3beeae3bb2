import Database from 'better-sqlite3';
import fastify from 'fastify';

// The floor: the same bytes from the same database by one prepared statement, without sign-in, rights or a protocol.
const [path, calendarKey, port, ...keys] = process.argv.slice(2);
const database = new Database(path, { readonly: true });
const join = 'FROM series s JOIN series_body b ON b.calendar_key = s.calendar_key AND b.series_key = s.series_key';
const one = database.prepare(`SELECT b.ical ${join} WHERE s.calendar_key = ? AND s.id = ?`);
const many = database.prepare(
  `SELECT b.ical ${join} WHERE s.calendar_key = ? AND s.series_key IN (${keys.map(() => '?').join(',')})`,
);

const first = database.prepare(`SELECT b.ical ${join} WHERE s.calendar_key = ? ORDER BY s.updated DESC LIMIT ?`);

const busy = database.prepare(
  'SELECT start_utc, end_utc FROM instance WHERE calendar_key = ? AND lane = 0 AND start_utc >= ? AND start_utc < ?',
);
const others = () =>
  database.prepare('SELECT calendar_key FROM calendar WHERE calendar_key <> ?').pluck().all(calendarKey);

// What any store of this kind pays for a write: a counter, a row and its text in one durable transaction.
const written = new Database(`${path}-bare`);
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

const app = fastify();
app.get('/busy/:from/:to', (request) => {
  const { from, to } = request.params;
  return others().map((key) => busy.all(key, Number(from), Number(to)));
});
app.post('/write', (request, reply) => {
  write(JSON.stringify(request.body));
  return reply.send(request.body);
});
app.get('/one/:id', (request, reply) => reply.type('text/calendar').send(one.get(calendarKey, request.params.id).ical));
app.get('/week', (_request, reply) =>
  reply.type('text/calendar').send(
    many
      .all(calendarKey, ...keys)
      .map((row) => row.ical)
      .join(''),
  ),
);
app.get('/first/:count', (request, reply) =>
  reply.type('text/calendar').send(
    first
      .all(calendarKey, Number(request.params.count))
      .map((row) => row.ical)
      .join(''),
  ),
);
await app.listen({ port: Number(port) });
process.stdout.write('ready\n');
