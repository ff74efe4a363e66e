import { hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Problems } from '../problems.ts'
import type { GroupedRow } from './rows.ts'

const partCount = 64
const longestBuffer = 256 * 1024
const escapes: Readonly<Record<string, string>> = { '\u2028': '\\u2028', '\u2029': '\\u2029' }

type WrittenRow = [
  group: string,
  line: number,
  position: number,
  cells: string[],
  problems: Problems | null,
  length: number,
  original: string,
]

/** Rows in temporary files, those of a group in the same file and in their order. */
export class RowParts {
  private readonly folder: string
  private readonly buffers = Array.from({ length: partCount }, () => '')

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(): Promise<RowParts> {
    return new RowParts(await mkdtemp(join(tmpdir(), 'clientele-rows-')))
  }

  async write(rows: readonly GroupedRow[]): Promise<void> {
    for (const [group, { line, position, cells, problems, length, original }] of rows) {
      const part = Number.parseInt(hash('sha1', group, 'hex').slice(0, 8), 16) % partCount
      const written: WrittenRow = [
        group,
        line,
        position,
        [...cells],
        problems,
        length,
        original().toString('base64'),
      ]
      // two separators of JSON's texts end a line too
      const text = JSON.stringify(written).replace(/[\u2028\u2029]/g, (separator) => escapes[separator] ?? '')
      this.buffers[part] += `${text}\n`
      if ((this.buffers[part]?.length ?? 0) > longestBuffer) await this.flush(part)
    }
  }

  /** The rows, one file after the other. */
  async *read(): AsyncGenerator<AsyncIterable<GroupedRow>> {
    for (const part of this.buffers.keys()) {
      await this.flush(part)
      yield readRows(this.pathOf(part))
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }

  private async flush(part: number): Promise<void> {
    await appendFile(this.pathOf(part), this.buffers[part] ?? '')
    this.buffers[part] = ''
  }

  private pathOf(part: number): string {
    return join(this.folder, `${part}.jsonl`)
  }
}

async function* readRows(path: string): AsyncGenerator<GroupedRow> {
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const row: WrittenRow = JSON.parse(text)
    const [group, line, position, cells, problems, length, original] = row
    yield [
      group,
      { line, position, cells, problems, length, original: () => Buffer.from(original, 'base64') },
    ]
  }
}
