import { messageOf } from '../../errors.ts'
import { type RecordEncoder, unstorable } from '../encoder.ts'
import type { Landing } from '../landing.ts'
import { decode, readLines } from '../lines.ts'
import { type Problem, type Rejected, recordProblem } from '../problems.ts'
import { type ArrayElement, ArrayElements } from './array.ts'
import { EnvelopeElements } from './envelope.ts'

const batchSize = 500
const largestBatch = 4 * 1024 * 1024

/** Gathers records that are objects already, and hands them to the landing table in batches. */
export class Gathering {
  private text = ''
  private count = 0
  private rejected: Rejected[] = []
  private readonly encoder: RecordEncoder
  private readonly landing: Landing

  constructor(encoder: RecordEncoder, landing: Landing) {
    this.encoder = encoder
    this.landing = landing
  }

  /** Takes what somebody else has encoded. */
  takeEncoded(text: string, count: number): void {
    this.text += text
    this.count += count
  }

  take(record: unknown, line: number, original: () => Buffer): void {
    const problems = unstorable(record)
    if (problems) {
      this.reject(problems, line, original())
      return
    }
    const encoded = this.encoder.encode(record, true)
    if (encoded === null) {
      this.reject(this.encoder.problems, line, original())
      return
    }
    this.text += encoded
    this.count += 1
  }

  takeText(text: string, line: number, original: () => Buffer): void {
    let record: unknown
    try {
      record = JSON.parse(text)
    } catch (error) {
      const message = messageOf(error)
      this.reject(recordProblem('broken-json', message), line, original())
      return
    }
    this.take(record, line, original)
  }

  reject(problems: readonly [Problem, ...Problem[]], line: number, original: Buffer): void {
    this.rejected.push({ line, original, problems })
  }

  get isFull(): boolean {
    return this.count + this.rejected.length >= batchSize || this.text.length > largestBatch
  }

  async flush(): Promise<void> {
    await this.landing.add(this.text, this.count, this.rejected)
    this.text = ''
    this.count = 0
    this.rejected = []
  }
}

/** Records made by a program, such as the sample company's. Their "line" is their number. */
export async function readRecords(
  records: AsyncIterable<unknown> | Iterable<unknown>,
  encoder: RecordEncoder,
  landing: Landing,
): Promise<void> {
  const gathering = new Gathering(encoder, landing)
  let line = 0
  for await (const record of records) {
    line += 1
    gathering.take(record, line, () => Buffer.from(JSON.stringify(record) ?? 'undefined'))
    if (gathering.isFull) await gathering.flush()
  }
  await gathering.flush()
}

/** JSON Lines: one object a line. */
export async function readJsonLines(
  chunks: AsyncIterable<Buffer>,
  encoder: RecordEncoder,
  landing: Landing,
): Promise<void> {
  const gathering = new Gathering(encoder, landing)
  await readLines(chunks, async (block) => {
    for (const [index, line] of block.lines.entries()) {
      const number = block.firstLine + index
      const original = () => block.original(index)
      if (block.isCut)
        gathering.reject(recordProblem('record-too-long', 'more than 16 MB'), number, original())
      else if (line.trim() !== '') gathering.takeText(line, number, original)
      if (gathering.isFull) await gathering.flush()
    }
    return block.lines.length
  })
  await gathering.flush()
}

/** One JSON array of objects, however large: only one element is held at a time. */
export async function readJsonArray(
  chunks: AsyncIterable<Buffer>,
  encoder: RecordEncoder,
  landing: Landing,
): Promise<void> {
  await readElements(chunks, encoder, landing, (found) => new ArrayElements(found))
}

/** One object, written on several lines. */
export async function readJsonObject(
  chunks: AsyncIterable<Buffer>,
  encoder: RecordEncoder,
  landing: Landing,
): Promise<void> {
  await readElements(chunks, encoder, landing, (found) => new ArrayElements(found, { isBare: true }))
}

/** Answers of an API, each an object with the records in one of its members. */
export async function readJsonEnvelopes(
  chunks: AsyncIterable<Buffer>,
  member: string,
  encoder: RecordEncoder,
  landing: Landing,
): Promise<void> {
  await readElements(chunks, encoder, landing, (found) => new EnvelopeElements(member, found))
}

interface Splitter {
  push(chunk: Buffer): void
  end(): void
}

async function readElements(
  chunks: AsyncIterable<Buffer>,
  encoder: RecordEncoder,
  landing: Landing,
  splitterFor: (found: (element: ArrayElement) => void) => Splitter,
): Promise<void> {
  const gathering = new Gathering(encoder, landing)
  const splitter = splitterFor(({ bytes, line, problems }) => {
    if (problems) gathering.reject(problems, line, bytes)
    else gathering.takeText(decode(bytes), line, () => bytes)
  })
  for await (const chunk of chunks) {
    splitter.push(chunk)
    if (gathering.isFull) await gathering.flush()
  }
  splitter.end()
  await gathering.flush()
}
