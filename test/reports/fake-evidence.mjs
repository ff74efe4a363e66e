// A command line that draws as Evidence does, in milliseconds: `sources` asks nothing, and `build:strict` writes each
// page as HTML. A page with the word BROKEN is noted as Evidence's server would, one with the word UNREADABLE ends the
// build, and a query with the word BROKEN is noted as the datasource would. What it built stays, for fake-prerender.mjs.
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const filesIn = (folder, ending) =>
  readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(ending))
const note = (fault) => appendFileSync(process.env.CLIENTELE_DRAWING_FAULTS, `${JSON.stringify(fault)}\n`)

if (process.argv[2] === 'sources') {
  for (const file of filesIn('sources', '.yaml')) {
    const reason = readFileSync(join('sources', file), 'utf8').match(/BROKEN.*/)?.[0]
    const query = file.slice(0, -'.yaml'.length).replace('/', '.')
    if (reason) note({ query, code: 'cube-query-refused', reason })
  }
} else {
  mkdirSync('build/_app/immutable', { recursive: true })
  mkdirSync('build/data', { recursive: true })
  for (const file of filesIn('pages', '.md')) {
    const text = readFileSync(join('pages', file), 'utf8')
    const path = `/${file.slice(0, -'.md'.length).replace(/(^|\/)index$/, '')}/`.replace('//', '/')
    const reason = text.match(/BROKEN.*/)?.[0]
    if (text.includes('UNREADABLE')) {
      const page = `src/pages${path}+page.md`
      console.error(
        `error during build:\n[plugin] ${page} (2:0): /x/.evidence/template/${page}:2:0 UNREADABLE`,
      )
      process.exit(1)
    }
    if (reason) {
      note({ status: 500, path, referrer: null, reason })
      continue
    }
    const version = Buffer.from(text).toString('hex').slice(-12)
    writeFileSync(`build/_app/immutable/${version}.js`, text)
    writeFileSync('build/data/manifest.json', JSON.stringify({ version }))
    const target = join('build', path, 'index.html')
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(
      target,
      `<html><head></head><body><main>${text}</main><script src="/_app/immutable/${version}.js"></script></body></html>`,
    )
  }
  cpSync('build', '.evidence/template/.svelte-kit/output/server', { recursive: true })
}
