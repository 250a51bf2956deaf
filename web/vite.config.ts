import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
/** Where the server listens while pages are developed with `npm run dev`. */
const server = process.env.HELPLINE_SERVER ?? 'http://127.0.0.1:8000'

const entries = { staff: here('./staff.html'), taxpayer: here('./taxpayer.html') }

function entriesOf(mode: string, command: string): Record<string, string> {
  if (mode === 'staff' || mode === 'taxpayer') return { [mode]: entries[mode] }
  if (command === 'build') throw new Error('build the pages with `npm run build`')
  return entries
}

/**
 * `npm run build` builds the entries one after the other (`--mode staff`, then `--mode taxpayer`): built together they
 * would share one Vue with everything that Element Plus uses, and the taxpayer's phone would load it.
 */
export default defineConfig(({ mode, command }) => ({
  base: '/static/',
  plugins: [vue()],
  resolve: { alias: { '@': here('./src') } },
  define: { __VUE_OPTIONS_API__: String(mode !== 'taxpayer'), __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  build: {
    outDir: here('../src/helpline/app/static'),
    emptyOutDir: mode !== 'taxpayer', // it is built second
    target: 'es2020',
    rolldownOptions: { input: entriesOf(mode, command) },
  },
  server: { proxy: { '/api': { target: server, ws: true } } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
}))
