import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiDescription } from './api-description.js';

describe('The description of the API', () => {
  it('is committed as the code would write it: npm run contracts', async () => {
    const committed = readFileSync(join(import.meta.dirname, '..', '..', '..', 'contracts', 'openapi.json'), 'utf8');
    expect(JSON.parse(committed)).toEqual(JSON.parse(await apiDescription()));
  });
});
