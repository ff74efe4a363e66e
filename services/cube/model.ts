import { ClienteleError } from '#engine'
import { compileModel } from './model-compile.ts'
import { type Problem, parseModel, readModelFiles } from './model-files.ts'
import { breaches, type Relations } from './model-rules.ts'

export type { Problem } from './model-files.ts'
export type { RelationShape, Relations } from './model-rules.ts'

/** Every fault of the model in `root`, by file and line; Cube's compiler is asked once the YAML is sound. */
export async function modelProblems(root: string, relations: Relations): Promise<Problem[]> {
  const files = await readModelFiles(root)
  const model = parseModel(files)
  if (model.problems.length > 0) return [...model.problems]
  const problems = [...breaches(model, relations), ...(await compileModel(files, model))]
  return problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

/** Fails with `model-invalid` where the model is not fit to be served. */
export async function checkModel(root: string, relations: Relations): Promise<void> {
  const problems = await modelProblems(root, relations)
  if (problems.length === 0) return
  const lines = problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
  throw new ClienteleError('model-invalid', `Cube's model has ${count(lines)}:\n${lines.join('\n')}`, {
    problems: lines,
  })
}

function count(items: readonly string[]): string {
  return items.length === 1 ? 'a fault' : `${items.length} faults`
}
