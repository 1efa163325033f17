import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';

import { input, output } from '../rolldown.config';

const COMMITTED = resolve(__dirname, '../../../workbench/widgets/widgets.js');

describe('the committed module', () => {
  const text = readFileSync(COMMITTED, 'utf-8');

  it('should be what the sources build to; `jlpm build:widgets` builds it', async () => {
    const bundle = await rolldown({ input });
    const { output: chunks } = await bundle.generate(output);
    expect(chunks.length).toBe(1);
    expect(text === chunks[0].code).toBe(true); // what differs would be the whole module
  });

  it('should be small, whole and closed in itself', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
    expect(text).not.toMatch(/\bimport\b|\beval\b|\bFunction\(|:\/\/|innerHTML/);
    expect(text).toMatch(/export\s*\{\s*[\w$]+ as default\s*\}/);
  });
});
