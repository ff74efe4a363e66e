/**
 * Remembers content hashes in a fixed 32 MB: a Bloom filter with two bits per hash, both in one word of memory. A hash
 * that it reports as new is certainly new; one that it reports as seen is nearly always a repeat, and Postgres
 * decides.
 */
export class SeenHashes {
  private readonly words = new Uint32Array(2 ** 23)

  /** Adds the hash, and says whether it may have been added before. */
  add(hash: string): boolean {
    let number = 0
    for (let at = 0; at < 5; at++) number = (number << 6) | sixBitsAt(hash, at)
    const word = (number >>> 5) & 0x7fffff
    const bits = (1 << (number & 31)) | (1 << (sixBitsAt(hash, 5) & 31))
    const before = this.words[word] ?? 0
    this.words[word] = before | bits
    return (before & bits) === bits
  }
}

function sixBitsAt(hash: string, at: number): number {
  return sixBits[hash.charCodeAt(at)] ?? 0
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const sixBits = new Uint8Array(128)
for (const [number, character] of [...alphabet].entries()) sixBits[character.charCodeAt(0)] = number
