import { messageOf } from '#engine'
import { company } from '#settings'
import type { Model, Place, Problem } from './model.ts'
import type { ModelFile } from './model-files.ts'
import { replaceTranspiler } from './model-transpiler.ts'
import { canLoadAddon, portableEnvironment, replaceAddon } from './portable.ts'
import { servedFiles } from './repository.ts'

export type CompiledModel = ReturnType<typeof import('@cubejs-backend/schema-compiler')['prepareCompiler']>

/** Has Cube compile the model, without a server, and gives the result to `work`. */
export async function compiledModel<T>(
  files: readonly ModelFile[],
  work: (compiled: CompiledModel) => T | Promise<T>,
): Promise<T> {
  if (!canLoadAddon()) {
    Object.assign(process.env, portableEnvironment)
    replaceAddon()
  }
  replaceTranspiler()
  const { prepareCompiler } = await import('@cubejs-backend/schema-compiler')
  const repository = {
    localPath: () => '.',
    dataSchemaFiles: async () => servedFiles(files, company.currency),
  }
  const compiled = prepareCompiler(repository, { standalone: true })
  try {
    await compiled.compiler.compile()
    return await work(compiled)
  } finally {
    // it keeps running after a failure, and the process would not end
    Reflect.get(compiled.compiler, 'workerPool')?.terminate()
  }
}

/** The errors of Cube's own compiler. */
export async function compileModel(files: readonly ModelFile[], model: Model): Promise<Problem[]> {
  try {
    return await compiledModel(files, () => [])
  } catch (error) {
    return problemsIn(messageOf(error), files, model)
  }
}

/** The places of what Cube's compiler says. */
export function problemsIn(text: string, files: readonly ModelFile[], model: Model): Problem[] {
  return messagesIn(text).map(({ file, message }) => ({ ...placeOf(message, file, files, model), message }))
}

/** Cube reports one text: messages grouped by file, each followed by indented reasons. */
function messagesIn(text: string): { file: string | undefined; message: string }[] {
  const messages: { file: string | undefined; message: string }[] = []
  let file: string | undefined
  for (const line of text.split('\n')) {
    const heading = /^(\S+ )?Errors:$/.exec(line)
    if (heading) file = heading[1]?.trim()
    else if (line.trim() === '' || /^(Compile errors:|Possible reasons)/.test(line)) continue
    else if (/^\s/.test(line)) {
      const last = messages.at(-1)
      if (last) last.message += `; ${line.trim().replace(/^\* /, '')}`
    } else messages.push({ file, message: line })
  }
  return messages
}

/**
 * Cube names cubes and members, not lines. The place is that of the member it names, or else the first line of the
 * file with the rarest word of the message.
 */
function placeOf(
  message: string,
  file: string | undefined,
  files: readonly ModelFile[],
  model: Model,
): Place {
  const owner = /^(\w+) cube: /.exec(message)?.[1] ?? ''
  const cube = model.cubes.get(owner)
  const member = /\b(?:dimensions|measures)\.(\w+)/.exec(message)?.[1]
  const known = member === undefined ? undefined : cube?.members.get(member)
  if (known) return { file: known.file, line: known.line }
  const start = cube ?? model.views.get(owner)
  const among = files.filter((candidate) => candidate.file === (file ?? start?.file ?? candidate.file))
  const words = new Set(message.slice(start ? owner.length : 0).match(/[a-z_]\w{2,}/gi))
  const hits = [...words].flatMap((word) => {
    const lines = among.flatMap((candidate) => linesWith(word, candidate))
    const [first] = lines
    return first ? [{ first, count: lines.length }] : []
  })
  const rarest = hits.sort((a, b) => a.count - b.count)[0]?.first
  return rarest ?? { file: start?.file ?? file ?? 'model', line: start?.line ?? 1 }
}

function linesWith(word: string, { file, text }: ModelFile): Place[] {
  const pattern = new RegExp(`(?<![\\w'])${word}\\b`)
  return text.split('\n').flatMap((line, at) => (pattern.test(line) ? [{ file, line: at + 1 }] : []))
}
