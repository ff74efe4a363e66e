import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type ApiRequest, admission } from './admission.ts'
import type { Model } from './model.ts'
import { type ModelFile, readModelFiles } from './model-files.ts'
import { parseModel } from './model-parse.ts'
import { servedFiles } from './repository.ts'

/** One state of the model, and what Cube computes from it. */
type Version = {
  readonly id: string
  readonly model: Model
  readonly admit: ReturnType<typeof admission>
  readonly repository: ReturnType<typeof repositoryOf>
}

/** Read by Cube's process: the file with the model that it serves. Without it, the files of the checkout are served. */
export const modelVariable = 'CLIENTELE_MODEL_FILE'
const filesSchema = z.array(z.object({ file: z.string(), text: z.string() }))

/** Requests that began before a change finish with the version that they began with. */
export const keptVersions = 3

/**
 * The model that Cube serves. It can be replaced while Cube runs. A request has the same version from its admission to
 * its answer, because the version is in its security context, and Cube keeps a compiled model for each.
 */
export class ServedModel {
  private readonly currency: string
  private readonly secret: () => string | undefined
  private readonly versions = new Map<string, Version>()
  private current: Version

  constructor(files: readonly ModelFile[], currency: string, secret: () => string | undefined) {
    this.currency = currency
    this.secret = secret
    this.current = this.add(files)
  }

  /** Makes a version known, so that Cube can compile it. Nothing is answered from it before `use`. */
  add(files: readonly ModelFile[]): Version {
    const id = modelHash(files)
    const known = this.versions.get(id)
    if (known) return known
    const model = parseModel(files)
    const repository = repositoryOf(files, this.currency)
    const version: Version = { id, model, admit: admission(model, this.secret), repository }
    this.versions.set(id, version)
    return version
  }

  use(version: Version): void {
    this.current = version
    // the newest last
    this.versions.delete(version.id)
    this.versions.set(version.id, version)
    for (const id of [...this.versions.keys()].slice(0, -keptVersions)) this.versions.delete(id)
  }

  forget(version: Version): void {
    if (version !== this.current) this.versions.delete(version.id)
  }

  /** Cube's `checkAuth`. */
  admit(request: ApiRequest, token: string | undefined): void {
    const { id, admit } = this.current
    request.securityContext = { ...admit(request, token), model: id }
  }

  /** The version of a request. One that Cube's SQL API makes for a session has the current version. */
  of(context: unknown): Version {
    const id =
      typeof context === 'object' && context !== null && 'model' in context ? String(context.model) : ''
    return this.versions.get(id) ?? this.current
  }
}

function repositoryOf(files: readonly ModelFile[], currency: string) {
  return { localPath: () => '.', dataSchemaFiles: async () => servedFiles(files, currency) }
}

export function modelHash(files: readonly ModelFile[]): string {
  const hash = createHash('sha256')
  for (const { file, text } of files) hash.update(`\n${file}\n${text}`)
  return hash.digest('hex').slice(0, 16)
}

/** The model that Cube's process serves: what Clientele wrote for it, or in a stock deployment the files in `root`. */
export async function readServedModel(root: string): Promise<readonly ModelFile[]> {
  const file = process.env[modelVariable]
  return file ? readModelFile(file) : readModelFiles(root)
}

export async function readModelFile(file: string): Promise<readonly ModelFile[]> {
  return filesSchema.parse(JSON.parse(await readFile(file, 'utf8')))
}

/** The model that is served; a file of its own, so that it only changes when another model is served. */
export function modelFileOf(stateDir: string): string {
  return join(stateDir, 'cube-model.json')
}

/** Writes a model that is to be served; `keep` makes it the one that is. */
export async function offerModel(stateDir: string, files: readonly ModelFile[]) {
  const file = modelFileOf(stateDir)
  const offered = `${file}.${process.pid}`
  await mkdir(stateDir, { recursive: true })
  await writeFile(offered, JSON.stringify(files))
  return { file: offered, keep: () => rename(offered, file), remove: () => rm(offered) }
}
