import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
/** Where the server listens while pages are developed with `npm run dev`. */
const server = process.env.HELPLINE_SERVER ?? 'http://127.0.0.1:8000'

export default defineConfig({
  base: '/static/',
  plugins: [vue()],
  resolve: { alias: { '@': here('./src') } },
  define: { __VUE_OPTIONS_API__: 'true' }, // Element Plus still needs it
  build: {
    outDir: here('../src/helpline/app/static'),
    emptyOutDir: true,
    target: 'es2020',
    rolldownOptions: { input: { taxpayer: here('./taxpayer.html'), staff: here('./staff.html') } },
  },
  server: { proxy: { '/api': { target: server, ws: true } } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
