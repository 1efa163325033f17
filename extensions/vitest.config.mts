import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';

/** The bundler hands icons over as text; so must the tests. */
const svgAsText: Plugin = {
  name: 'svg-as-text',
  enforce: 'pre',
  load: id =>
    id.endsWith('.svg') ? `export default ${JSON.stringify(readFileSync(id, 'utf-8'))}` : null
};

export default defineConfig({
  plugins: [svgAsText],
  test: {
    environment: 'jsdom',
    include: ['*/test/**/*.spec.ts', '*/test/**/*.spec.tsx'],
    setupFiles: ['lab/test/setup.ts'],
    // JupyterLab's packages import CSS-free ES modules without file endings, which Node alone refuses.
    server: { deps: { inline: [/@jupyterlab/, /@jupyter\//, /@lumino/, /@microsoft/] } }
  }
});
