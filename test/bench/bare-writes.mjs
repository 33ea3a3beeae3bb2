import Database from 'better-sqlite3';

/**
 * What any store pays for a write: the rows that the server writes too, into the same tables with the same indexes, each
 * in one durable transaction. On a copy, for the server has the database.
 */
export function bareWrites(database, path, calendarKey) {
  database.exec(`VACUUM INTO '${path}-bare'`);
  const copy = new Database(`${path}-bare`);
  copy.pragma('journal_mode = WAL');
  copy.pragma('synchronous = FULL');
  const model = (table) => copy.prepare(`SELECT * FROM ${table} WHERE calendar_key = ? LIMIT 1`).get(calendarKey);
  const models = { series: model('series'), series_body: model('series_body'), instance: model('instance') };
  const insert = Object.fromEntries(
    Object.entries(models).map(([table, row]) => {
      const names = Object.keys(row);
      return [
        table,
        copy.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map((name) => `@${name}`).join(', ')})`),
      ];
    }),
  );
  const raise = copy.prepare('UPDATE calendar_sync SET seq = seq + 1 WHERE calendar_key = ? RETURNING seq').pluck();
  const find = copy.prepare(
    'SELECT s.*, b.body, b.ical FROM series s JOIN series_body b ON b.calendar_key = s.calendar_key AND b.series_key = s.series_key WHERE s.calendar_key = ? AND s.id = ?',
  );
  const touch = copy.prepare('UPDATE series SET seq = ?, updated = ? WHERE calendar_key = ? AND series_key = ?');
  const replace = copy.prepare('UPDATE series_body SET body = ?, ical = ? WHERE calendar_key = ? AND series_key = ?');
  return {
    insert: copy.transaction((text) => {
      const seq = raise.get(calendarKey);
      const own = `bare-${seq}`;
      const names = { id: own, uid: own, uid_hash: own, live_uid: own, resource_name: own, live_name: own };
      insert.series.run({ ...models.series, ...names, series_key: own, seq, updated: Date.now() });
      insert.series_body.run({ ...models.series_body, series_key: own, body: text });
      insert.instance.run({ ...models.instance, series_key: own });
      return text;
    }),
    update: copy.transaction((id, text) => {
      const row = find.get(calendarKey, id);
      const body = JSON.stringify({ ...JSON.parse(row.body), ...JSON.parse(text) });
      touch.run(raise.get(calendarKey), Date.now(), calendarKey, row.series_key);
      replace.run(body, row.ical, calendarKey, row.series_key);
      return body;
    }),
  };
}
