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

const app = fastify();
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
