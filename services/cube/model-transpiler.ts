import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { plainProgram } from './plain-text.ts'

type File = { readonly fileName: string; readonly content: string }
type Symbols = {
  readonly cubeNames: readonly string[]
  readonly cubeSymbols: Readonly<Record<string, Readonly<Record<string, boolean>>>>
  readonly transpilerNames: readonly string[]
}
/** What a compiler of Cube has, as far as it is used here. */
type Compiler = { readonly workerPool: unknown; readonly compiledYamlCache: Map<string, string> }

/** A file as JavaScript, and the answers about names that it depends on: the cube, the name, and whether there is one. */
type Transpiled = { readonly code: string; readonly answers: ReadonlyMap<string, Answer> }
type Answer = readonly [cube: string | null | undefined, name: string, isKnown: boolean]

let isReplaced = false

/**
 * Has Cube's compiler read plain texts by services/cube/plain-text.ts, turn files into JavaScript in this process, and
 * keep what does not depend on a change of the model. Cube itself does that in workers, and sends each the names of all
 * members with every file, which takes longer than the work. A file that it would complain about is left to it.
 */
export function replaceTranspiler(): void {
  if (isReplaced) return
  isReplaced = true
  const own = createRequire(
    createRequire(import.meta.url).resolve('@cubejs-backend/schema-compiler/package.json'),
  )
  const { PythonParser } = own('./dist/src/parser/PythonParser')
  const parse = PythonParser.prototype.parse
  PythonParser.prototype.parse = function (this: { readonly codeString: string }) {
    const program = plainProgram(this.codeString)
    return program ? { accept: () => program } : parse.call(this)
  }

  const { DataSchemaCompiler } = own('./dist/src/compiler/DataSchemaCompiler')
  const { yamlToJs, jsToJs } = transpilers(own)
  const { transpileYamlFile, transpileJsFile } = DataSchemaCompiler.prototype
  DataSchemaCompiler.prototype.transpileYamlFile = async function (
    this: Compiler,
    file: File,
    report: unknown,
    symbols: Symbols,
  ) {
    // without workers, the addon reads the file
    const code = this.workerPool ? yamlToJs(file, symbols) : undefined
    // where Cube looks before it asks a worker
    if (code !== undefined) this.compiledYamlCache.set(hashOf(file.content), code)
    return transpileYamlFile.call(this, file, report, symbols)
  }
  DataSchemaCompiler.prototype.transpileJsFile = async function (
    this: Compiler,
    file: File,
    report: unknown,
    symbols: Symbols,
  ) {
    const content = this.workerPool ? jsToJs(file, symbols) : undefined
    return content === undefined ? transpileJsFile.call(this, file, report, symbols) : { ...file, content }
  }
}

function hashOf(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** What Cube's workers do, with their own parts. Undefined if there is anything to complain about. */
function transpilers(own: NodeJS.Require) {
  const part = (path: string) => own(`./dist/src/compiler/${path}`)[path.replace('transpilers/', '')]
  const ErrorReporter = part('ErrorReporter')
  const cubes = new (part('transpilers/LightweightNodeCubeDictionary'))()
  const members = new (part('transpilers/LightweightSymbolResolver'))()
  let answers = new Map<string, Answer>()
  const isKnown = (cube: Answer[0], name: string): boolean =>
    Boolean(cube === undefined ? cubes.resolveCube(name) : members.resolveSymbol(cube, name))
  const answer = (cube: Answer[0], name: string): boolean => {
    const found = isKnown(cube, name)
    answers.set(`${cube} ${name}`, [cube, name, found])
    return found
  }
  const names = {
    isCurrentCube: (name: string) => members.isCurrentCube(name),
    resolveSymbol: (cube: string | null, name: string) => answer(cube ?? null, name),
    resolveCube: (name: string) => answer(undefined, name),
  }

  /** Of each file, what was made of it last with different answers: once in each of Cube's phases. */
  const known = new Map<string, readonly Transpiled[]>()
  const mostKnown = 4000
  const phases = 4

  function keeping(kind: string, file: File, symbols: Symbols, work: (report: unknown) => string) {
    cubes.setCubeNames(symbols.cubeNames)
    members.setSymbols(symbols.cubeSymbols)
    const key = `${kind} ${hashOf(file.content)}`
    const before = known.get(key) ?? []
    const same = before.find((one) =>
      one.answers.values().every(([cube, name, found]) => isKnown(cube, name) === found),
    )
    if (same) return same.code
    answers = new Map()
    const report = new ErrorReporter(null, [], { logger: () => {} })
    try {
      const code = work(report)
      if (report.getErrors().length + report.getWarnings().length > 0) return undefined
      if (known.size > mostKnown) known.clear()
      known.set(key, [{ code, answers }, ...before].slice(0, phases))
      return code
    } catch {
      return undefined
    }
  }

  const yaml = new (part('YamlCompiler'))(names, names, {}, names)
  const ofJs = {
    ValidationTranspiler: new (part('transpilers/ValidationTranspiler'))(),
    ImportExportTranspiler: new (part('transpilers/ImportExportTranspiler'))(),
    CubeCheckDuplicatePropTranspiler: new (part('transpilers/CubeCheckDuplicatePropTranspiler'))(),
    CubePropContextTranspiler: new (part('transpilers/CubePropContextTranspiler'))(names, names, names),
    IIFETranspiler: new (part('transpilers/IIFETranspiler'))(),
  }
  const byName = new Map(Object.entries(ofJs))
  const { parse } = own('@babel/parser')
  const traverse = own('@babel/traverse').default
  const generate = own('@babel/generator').default

  return {
    yamlToJs: (file: File, symbols: Symbols) =>
      keeping('yaml', file, symbols, (report) => yaml.transpileYamlFile(file, report)?.content ?? ''),
    jsToJs: (file: File, symbols: Symbols) =>
      keeping(symbols.transpilerNames.join(), file, symbols, (report) => {
        const options = {
          sourceFilename: file.fileName,
          sourceType: 'module',
          plugins: ['objectRestSpread'],
        }
        const tree = parse(file.content, options)
        for (const name of symbols.transpilerNames) {
          const transpiler = byName.get(name)
          if (!transpiler) throw new Error(`There is no transpiler ${name}.`)
          traverse(tree, transpiler.traverseObject(report))
        }
        return generate(tree, {}, file.content).code
      }),
  }
}
