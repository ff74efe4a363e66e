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
  run(command: 'sources' | 'build:strict'): Promise<Outcome>
  /** Draws the pages with the code of the build before (reports/prerender.js). */
  prerender(): Promise<Outcome>
  failed(command: string, reason: string): ClienteleError
}

export type Surroundings = {
  readonly cubeUrl: string
  /** Where Evidence works, what it prints, and what it notes about faults. */
  readonly project: string
  readonly log: string
  readonly notes: string
}

/** What Evidence finds in its environment. The token is good for a working day. */
export async function evidenceEnvironment(
  settings: Settings,
  around: Surroundings,
): Promise<NodeJS.ProcessEnv> {
  const key = await secret(settings.stateDir, 'cube-jwt-secret')
  return {
    ...process.env,
    // Evidence starts vite through npx, which must find the same Node
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    // read by reports/components/company.js, which vite builds into the pages
    VITE_CLIENTELE_COMPANY: JSON.stringify(company),
    CLIENTELE_BASE_PATH: settings.basePath,
    CLIENTELE_CUBE_URL: around.cubeUrl,
    // everybody can see the pages, so they hold only what analysts may see
    CLIENTELE_CUBE_TOKEN: signCubeToken(key, ['analyst'], 'reports', 12 * 3600),
    // written by the datasource and by reports/svelte.config.js, read by faults.ts
    CLIENTELE_DRAWING_FAULTS: around.notes,
    // with another value, Evidence builds pages for developers, or none
    NODE_ENV: 'production',
    SEND_ANONYMOUS_USAGE_STATS: 'no',
    npm_config_update_notifier: 'false',
  }
}

/** How Evidence's command line is run, in its project. */
export function evidenceProcess(
  { project, log }: Surroundings,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
) {
  const cli = join(project, 'node_modules', '@evidence-dev', 'evidence', 'cli.js')
  return { command: process.execPath, args: [cli, ...args], cwd: project, env, log }
}

/** What Evidence's command line sets for a build. */
const asEvidenceBuilds = {
  EVIDENCE_DATA_URL_PREFIX: 'static/data',
  EVIDENCE_DATA_DIR: './static/data',
  EVIDENCE_IS_BUILDING: 'true',
  EVIDENCE_STRICT_MODE: 'true',
}

export async function evidenceFor(
  settings: Settings,
  cubeUrl: string,
  signal: AbortSignal | undefined,
  onStart: (group: number) => void,
): Promise<Evidence> {
  const project = projectFolder(settings)
  const notes = join(project, 'faults.jsonl')
  const log = join(settings.stateDir, 'logs', 'reports.log')
  const around = { cubeUrl, project, log, notes }
  await mkdir(dirname(log), { recursive: true })
  await writeFile(log, '', { mode: 0o600 })
  const env = await evidenceEnvironment(settings, around)
  const run = async (program: ReturnType<typeof evidenceProcess>): Promise<Outcome> => {
    await rm(notes, { force: true })
    const { length } = await readFile(log)
    const code = await runProcess({ ...program, ...(signal && { signal }), onStart })
    signal?.throwIfAborted()
    return { code, log: (await readFile(log)).subarray(length).toString(), notes: await readNotes(notes) }
  }
  return {
    run: (command) => run(evidenceProcess(around, env, [command])),
    prerender: () =>
      run({
        ...evidenceProcess(around, { ...env, ...asEvidenceBuilds }, []),
        args: [join(project, 'prerender.js')],
        cwd: join(project, '.evidence/template'),
      }),
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
