import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { CompanyOptions } from './company.ts'
import { sampled } from './stream.ts'
import { feeds } from './systems.ts'
import { peopleIn, type Truth, truthOf } from './truth.ts'

export interface Written {
  readonly file: string
  readonly records: number
}

/**
 * Writes what each system would export, as one file of JSON Lines per entity, and next to it the truth about
 * records (truth.csv) and people (people.csv). Records are streamed, so memory does not grow with their number.
 */
export function writeSample(
  folder: string,
  company: CompanyOptions,
  onProgress: (records: number) => void = () => {},
): readonly Written[] {
  mkdirSync(folder, { recursive: true })
  const truth = new LineFile(folder, 'truth.csv')
  truth.write('entity,record_key,person_id,sentiment,cause')
  const files = new Map(feeds.map((feed) => [feed, new LineFile(folder, `${feed.entity.entity}.jsonl`)]))
  let records = 0
  for (const one of sampled({ company }, feeds)) {
    files.get(one.feed)?.write(JSON.stringify(one.record))
    const known = truthOf(one)
    if (known) truth.write(truthLine(known))
    if (++records % 10_000 === 0) onProgress(records)
  }
  const people = new LineFile(folder, 'people.csv')
  people.write(
    'person_id,segment,is_prospect,household_id,resembles_id,left_at,acquisition_channel,moved_at,married_at',
  )
  for (const person of peopleIn(company)) {
    const { personId, segment, isProspect, householdId, resemblesId, acquisitionChannel } = person
    const [left, moved, married] = [person.leftAt, person.movedAt, person.marriedAt].map((at) =>
      at?.toISOString(),
    )
    const known = [personId, segment, isProspect, householdId, resemblesId, left, acquisitionChannel]
    people.write([...known, moved, married].map((cell) => cell ?? '').join(','))
  }
  return [...files.values(), truth, people].map((file) => file.end())
}

function truthLine({ entity, recordKey, personId, sentiment, cause }: Truth): string {
  return `${entity},${recordKey},${personId},${sentiment ?? ''},${cause ?? ''}`
}

/** Gathers lines into large writes. They are synchronous, because nothing else runs meanwhile. */
class LineFile {
  private readonly name: string
  private readonly descriptor: number
  private waiting: string[] = []
  private waitingLength = 0
  private lines = 0

  constructor(folder: string, name: string) {
    this.name = name
    this.descriptor = openSync(join(folder, name), 'w')
  }

  write(line: string): void {
    this.waiting.push(line)
    this.waitingLength += line.length
    this.lines += 1
    if (this.waitingLength > 256 * 1024) this.flush()
  }

  end(): Written {
    this.flush()
    closeSync(this.descriptor)
    return { file: this.name, records: this.name.endsWith('.csv') ? this.lines - 1 : this.lines }
  }

  private flush(): void {
    if (this.waiting.length === 0) return
    const bytes = Buffer.from(`${this.waiting.join('\n')}\n`)
    for (let written = 0; written < bytes.length; ) written += writeSync(this.descriptor, bytes, written)
    this.waiting = []
    this.waitingLength = 0
  }
}
