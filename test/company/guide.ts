import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A guide in docs/: the files of `company/` that it has readers write, by name, and the commands it has them run. */
export interface Guide {
  readonly files: ReadonlyMap<string, string>
  readonly commands: readonly string[]
}

export function readGuide(name: string): Guide {
  const text = readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')
  // a fence of four holds fences of three
  const blocks = [...text.matchAll(/^(`{3,4})(\w+)\n([\s\S]*?)^\1$/gm)].map((match) => ({
    before: text.slice(0, match.index),
    language: match[2] ?? '',
    code: match[3] ?? '',
  }))
  const files = blocks
    .filter(({ language }) => ['ts', 'yaml', 'md'].includes(language))
    .map(({ before, code }) => [/.*`company\/([^`]+)`/s.exec(before)?.[1] ?? '', code] as const)
  const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.split('\n'))
  return {
    files: new Map(files),
    commands: lines.flatMap((line) => /^npx clientele (.*)$/.exec(line)?.[1] ?? []),
  }
}
