import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docs } from './testing/python.js';

const textOf = (name: string): string => readFileSync(join(docs, name), 'utf8');

describe('The page about consuming events', () => {
  it.each(['consuming-events.py', 'reading-the-feed.py'])('shows %s as it is', (program) =>
    expect(textOf('consuming-events.md')).toContain(`\`\`\`python\n${textOf(program)}\`\`\`\n`),
  );
});
