// Draws the pages again with the code of the build before: only the data has changed, so vite has nothing to do, which
// is most of a drawing. Runs in Evidence's template, and leaves what `evidence build` leaves. It calls two parts of
// SvelteKit that are not its public interface; if they fail, services/reports/reports.ts builds everything.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const project = resolve('../..')
const out = resolve('.svelte-kit/output')
const build = join(project, 'build')
const kit = (name) =>
  import(pathToFileURL(join(project, 'node_modules/@sveltejs/kit/src/core/postbuild', name)).href)

async function routes(manifest_path) {
  const { manifest } = await import(pathToFileURL(manifest_path).href)
  const { default: analyse } = await kit('analyse.js')
  return analyse({
    manifest_path,
    manifest_data: { routes: manifest._.routes.map(({ id }) => ({ id })), hooks: {} },
    server_manifest: {},
    tracked_features: {},
    env: { ...process.env },
  })
}

// answers that were rendered for the data before
for (const folder of [
  join(out, 'prerendered/pages'),
  '.evidence-queries/cache',
  join(out, 'client/data'),
  build,
])
  rmSync(folder, { recursive: true, force: true })
rmSync(join(out, 'prerendered/dependencies/api'), { recursive: true, force: true })
cpSync('static/data', join(out, 'client/data'), { recursive: true })

const manifest_path = join(out, 'server/manifest-full.js')
const { default: prerender } = await kit('prerender.js')
await prerender({
  out,
  manifest_path,
  metadata: await routes(manifest_path),
  verbose: false,
  env: { ...process.env },
})

for (const folder of ['client', 'prerendered/pages', 'prerendered/dependencies'])
  cpSync(join(out, folder), build, { recursive: true })
rmSync(join(build, '.vite'), { recursive: true, force: true })
nameByContent(join(build, 'data'))
process.exit(0)

/** Gives each table the address that Evidence gives it, with a hash of its content, so that browsers can keep it. */
function nameByContent(folder) {
  const file = join(folder, 'manifest.json')
  if (!existsSync(file)) return
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  for (const addresses of Object.values(manifest.renderedFiles))
    for (const [at, address] of addresses.entries()) {
      const table = address.split('/').slice(-3).join('/')
      const from = join(folder, table)
      if (!existsSync(from)) continue
      const hash = createHash('md5').update(readFileSync(from)).digest('hex')
      const named = `${dirname(table)}/${hash}/${basename(table)}`
      mkdirSync(dirname(join(folder, named)), { recursive: true })
      renameSync(from, join(folder, named))
      addresses[at] = address.replace(table, named)
    }
  writeFileSync(file, JSON.stringify(manifest))
}
