import { fileURLToPath, URL } from 'node:url'
import { defineConfig } from 'vite'

/** The widget is one file with a lasting name: other sites' pages point at it. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('../src/helpline/app/static', import.meta.url)),
    emptyOutDir: false,
    target: 'es2020',
    lib: {
      entry: fileURLToPath(new URL('./src/widget/widget.ts', import.meta.url)),
      name: 'HelplineWidget',
      formats: ['iife'],
      fileName: () => 'widget.js',
    },
  },
})
