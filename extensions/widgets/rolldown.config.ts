import { fileURLToPath } from 'node:url';
import { defineConfig, type OutputOptions } from 'rolldown';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const input = path('src/index.ts');

/** One small module: every widget that is shown carries it. */
export const output: OutputOptions = {
  file: path('../../workbench/widgets/widgets.js'),
  format: 'es',
  minify: true
};

export default defineConfig({ input, output });
