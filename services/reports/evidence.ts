import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { ClienteleError } from '#engine'
import { company } from '#settings'
import { signCubeToken } from '../cube/token.ts'
import { runProcess } from '../process.ts'
import { secret } from '../secrets.ts'
import type { Settings } from '../settings.ts'
import { readNotes } from './faults.ts'
import { projectFolder } from './project.ts'

type Outcome = {
  readonly code: number
  /** What this run added to the log. */
  readonly log: string
  readonly notes: Awaited<ReturnType<typeof readNotes>>
}
/** Evidence's command line, in the folder that it draws in. */
export type Evidence = {
  run(command: string): Promise<Outcome>
  failed(command: string, reason: string): ClienteleError
}

export async function evidenceFor(
  settings: Settings,
  cubeUrl: string,
  signal: AbortSignal | undefined,
  onStart: (group: number) => void,
): Promise<Evidence> {
  const project = projectFolder(settings)
  const key = await secret(settings.stateDir, 'cube-jwt-secret')
  const notes = join(project, 'faults.jsonl')
  const log = join(settings.stateDir, 'logs', 'reports.log')
  await mkdir(dirname(log), { recursive: true })
  await writeFile(log, '', { mode: 0o600 })
  const env = {
    ...process.env,
    // Evidence starts vite through npx, which must find the same Node
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    // read by reports/components/company.js, which vite builds into the pages
    VITE_CLIENTELE_COMPANY: JSON.stringify(company),
    CLIENTELE_CUBE_URL: cubeUrl,
    // everybody can see the pages, so they hold only what analysts may see
    CLIENTELE_CUBE_TOKEN: signCubeToken(key, ['analyst'], 'reports'),
    // written by the datasource and by reports/svelte.config.js, read by faults.ts
    CLIENTELE_DRAWING_FAULTS: notes,
    // with another value, Evidence builds pages for developers, or none
    NODE_ENV: 'production',
    SEND_ANONYMOUS_USAGE_STATS: 'no',
    npm_config_update_notifier: 'false',
  }
  return {
    async run(command) {
      await rm(notes, { force: true })
      const { length } = await readFile(log)
      const code = await runProcess({
        command: process.execPath,
        args: [join(project, 'node_modules', '@evidence-dev', 'evidence', 'cli.js'), command],
        cwd: project,
        env,
        log,
        ...(signal && { signal }),
        onStart,
      })
      signal?.throwIfAborted()
      return { code, log: (await readFile(log)).subarray(length).toString(), notes: await readNotes(notes) }
    },
    failed: (command, reason) =>
      new ClienteleError(
        'reports-failed',
        `The reports could not be built (evidence ${command}), so the previous pages stay. They are built again as soon as something changes, and at growing intervals. ${log} says more; it ends with:\n${lastLines(reason)}`,
        { log, step: command },
      ),
  }
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-15).join('\n')
}
