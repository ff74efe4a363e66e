import { messageOf } from '../../errors.ts'
import { parseSafely } from '../field-names.ts'
import { decode, type LineBlock, lineBlocks } from '../lines.ts'
import { recordProblem } from '../problems.ts'
import type { Found, FoundBlocks } from '../records.ts'
import { JsonCutter, type JsonLayout, type JsonPiece } from './cutter.ts'
import { RecordShape } from './recovery.ts'

/** The records of a JSON file of any size: only one is held at a time. */
export async function* readJson(chunks: AsyncIterable<Buffer>, layout: JsonLayout): FoundBlocks {
  const shape = new RecordShape()
  const cutter = new JsonCutter(layout, shape)
  for await (const chunk of chunks) yield parsePieces(cutter.read(chunk), shape)
  yield parsePieces(cutter.end(), shape)
}

/** JSON Lines: one object per line. */
export async function* readJsonLines(chunks: AsyncIterable<Buffer>): FoundBlocks {
  for await (const block of lineBlocks(chunks)) yield parseLines(block)
}

export function parseJson(text: string, line: number, original: () => Buffer): Found {
  try {
    return { line, record: parseSafely(text), problems: null, original }
  } catch (error) {
    return { line, record: null, problems: recordProblem('broken-json', messageOf(error)), original }
  }
}

function* parsePieces(pieces: Iterable<JsonPiece>, shape: RecordShape): Generator<Found> {
  for (const { bytes, line, problems } of pieces) {
    // a copy, so that the rest of the chunk can be freed
    const original = () => Buffer.from(bytes)
    const found: Found = problems
      ? { line, record: null, problems, original }
      : parseJson(decode(bytes), line, original)
    shape.learn(found.record)
    yield found
  }
}

function* parseLines(block: LineBlock): Generator<Found> {
  for (const [index, text] of block.lines.entries()) {
    if (text.trim() === '') continue
    const line = block.firstLine + index
    const original = () => block.original(index)
    if (!block.isCut) yield parseJson(text, line, original)
    else yield { line, record: null, problems: recordProblem('record-too-long', 'more than 16 MB'), original }
  }
}
