/**
 * Remembers content hashes in a fixed 32 MB (a Bloom filter with two bits a hash): a hash it has never seen is
 * certainly new, one it takes for seen is nearly always a repeat. Postgres settles the few it is unsure of.
 */
export class SeenHashes {
  private readonly bits = new Uint32Array(2 ** 23)

  /** Whether the hash may have been added before; adds it. */
  add(hash: string): boolean {
    const first = bitNumber(hash, 0)
    const second = bitNumber(hash, 5)
    const isKnown = this.has(first) && this.has(second)
    this.set(first)
    this.set(second)
    return isKnown
  }

  private has(bit: number): boolean {
    return ((this.bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0
  }

  private set(bit: number): void {
    this.bits[bit >>> 5] = (this.bits[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }
}

/** 28 of the 30 bits that five characters of base64url carry. */
function bitNumber(hash: string, from: number): number {
  let number = 0
  for (let at = from; at < from + 5; at++) number = (number << 6) | (sixBits[hash.charCodeAt(at)] ?? 0)
  return number & 0xfffffff
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const sixBits = new Uint8Array(128)
for (const [number, character] of [...alphabet].entries()) sixBits[character.charCodeAt(0)] = number
