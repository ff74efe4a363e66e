import { ClienteleError, type Transform } from '#engine'
import type { Problem } from './model.ts'
import { compileModel } from './model-compile.ts'
import { type ModelFile, readModelFiles } from './model-files.ts'
import { compareGenerated, type GeneratedFiles } from './model-generate.ts'
import { parseModel } from './model-parse.ts'
import { brokenRules } from './model-rules.ts'
import { type ModelStatement, modelStatements } from './model-sql.ts'
import { compareTypes } from './model-types.ts'
import { publishedRelations, type Relations } from './relations.ts'
import { reportProblems } from './report-check.ts'

/** Every fault of the model in `root`, by file and line. Cube's compiler runs once the YAML can be read. */
export async function modelProblems(root: string, transforms: readonly Transform[]): Promise<Problem[]> {
  const files = await readModelFiles(root)
  const model = parseModel(files)
  if (model.problems.length > 0) return [...model.problems]
  const problems = [
    ...brokenRules(model, publishedRelations(transforms)),
    ...(await compileModel(files, model)),
    ...notGenerated(await compareGenerated(root, transforms), 'the contracts'),
    ...(await reportProblems(root, model)),
  ]
  return problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

/** Refuses a model that breaks a rule, so that Cube never serves one that shows personal data to everybody. */
export function requireSoundModel(files: readonly ModelFile[], transforms: readonly Transform[]): void {
  const problems = unsoundParts(files, publishedRelations(transforms))
  if (problems.length > 0) throw modelInvalid(problems)
}

/** What keeps a model from being served, before Cube's own compiler sees it. */
export function unsoundParts(files: readonly ModelFile[], relations: Relations): Problem[] {
  const model = parseModel(files)
  return [...model.problems, ...brokenRules(model, relations)]
}

/** The SQL inside cubes, to be described by Postgres. */
export async function modelSql(root: string): Promise<ModelStatement[]> {
  return modelStatements(parseModel(await readModelFiles(root)))
}

export function modelInvalid(problems: readonly Problem[]): ClienteleError {
  const lines = problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
  return new ClienteleError(
    'model-invalid',
    `Cube's model has faults. Correct them and try again:\n  ${lines.join('\n  ')}`,
    { problems: lines },
  )
}

/** Types of members that the views do not have, or have otherwise. */
export async function typesNotGenerated(root: string): Promise<Problem[]> {
  return notGenerated(await compareTypes(root), 'the views')
}

function notGenerated({ missing, outdated, unused }: GeneratedFiles, what: string): Problem[] {
  return [...missing, ...outdated, ...unused].map(({ file }) => ({
    file,
    line: 1,
    message: `does not match ${what}. Run \`clientele model generate\`.`,
  }))
}
