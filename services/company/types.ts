import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Faults that TypeScript finds in declarations, the company's and the product's, by `file:line`. */
export async function typeProblems(root: string): Promise<{ at: string; message: string }[]> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  if (!existsSync(compiler)) return []
  const printed = await new Promise<string>((resolve) => {
    const args = [compiler, '--noEmit', '--pretty', 'false', '-p', root]
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) =>
      resolve(stdout),
    )
  })
  return printed.split('\n').flatMap((line) => {
    const match = /^((?:company|transforms)\/[^(]+)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line)
    return match ? [{ at: `${match[1]}:${match[2]}`, message: match[3] ?? '' }] : []
  })
}
