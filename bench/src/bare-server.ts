import { createServer } from 'node:http';
import pg from 'pg';

/** The reference of `accept`: takes JSON, does one INSERT, answers 201. No validation, no encryption, nothing follows. */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });
await pool.query('create table bare_complaints (id bigserial primary key, body text not null)');

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    JSON.parse(body);
    pool.query('insert into bare_complaints (body) values ($1) returning id', [body]).then(
      ({ rows }) => response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(rows[0])),
      () => response.writeHead(500).end(),
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
  void pool.end();
});
