import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const product = join(import.meta.dirname, '../..')
const notProduct = ['.clientele', '.git', 'bench', 'company', 'docs', 'node_modules', 'reports', 'test']
/** As the launcher starts it. */
const nodeFlags = ['--disable-warning=ExperimentalWarning']

/** A copy of the product with a `company/` that other tests do not see. */
export interface Checkout {
  readonly root: string
  /** Writes a file of the company, such as `marts/mart_visits.ts`. */
  write(file: string, text: string): void
  /** Runs a command of the copy. `output` is what it prints, with the errors if it fails. */
  clientele(args: readonly string[], env?: NodeJS.ProcessEnv): { code: number | null; output: string }
  remove(): void
}

export function copyCheckout(): Checkout {
  const root = mkdtempSync(join(tmpdir(), 'clientele-checkout-'))
  for (const name of readdirSync(product).filter((name) => !notProduct.includes(name)))
    cpSync(join(product, name), join(root, name), { recursive: true })
  symlinkSync(join(product, 'node_modules'), join(root, 'node_modules'))
  return {
    root,
    write(file, text) {
      mkdirSync(dirname(join(root, 'company', file)), { recursive: true })
      writeFileSync(join(root, 'company', file), text)
    },
    clientele(args, env = {}) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeFlags, 'cli/main.ts', ...args], {
        cwd: root,
        env: { ...process.env, CLIENTELE_HOME: join(root, '.clientele'), ...env },
        encoding: 'utf8',
      })
      return { code: status, output: status === 0 ? stdout : `${stdout}${stderr}` }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
