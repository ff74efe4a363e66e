// In place of reports/prerender.js: takes the pages that fake-evidence.mjs built, and marks them.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'

const build = '../../build'
cpSync('.svelte-kit/output/server', build, { recursive: true })
const html = readFileSync(`${build}/index.html`, 'utf8')
writeFileSync(`${build}/index.html`, html.replace('</main>', ', new data</main>'))
