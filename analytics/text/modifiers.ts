import type { Word } from './words.ts'

const listed = (words: string) => new Set(words.split(/\s+/))

const negations = listed(
  `not no never none nobody nothing neither nor nowhere without cannot cant dont doesnt didnt isnt wasnt arent werent
  wont wouldnt couldnt shouldnt hasnt havent hadnt aint hardly barely scarcely rarely seldom lack lacks lacked lacking`,
)
const emphatic = listed(
  `absolutely always amazingly awfully completely considerably damn deeply definitely enormously entirely especially
  exceptionally extremely far fully greatly highly hugely incredibly insanely intensely just more most much particularly
  pretty purely quite really remarkably simply so substantially such super terribly thoroughly too totally tremendously
  truly unbelievably utterly very way well`,
)
const hesitant = listed(
  'almost bit fairly kinda less little marginally mildly occasionally partly slightly somewhat sorta',
)
/** What follows them is wished for, or not the case. */
const unreal = listed("if should should've supposed unless wish wished would would've could could've")
const modal = listed('would could should')
/** What follows them is said of the whole: "I cannot say how good", "do not buy it because". */
const opensClause = listed('because how since that unless until when where which while who why')
/** "I do not think that it is good" says that it is not. */
const opinions = listed('believe feel find guess suppose think')
const notANegation = listed('only just to')

export const isNegation = (word: string): boolean => negations.has(word) || word.endsWith("n't")
export const isEmphasis = (word: string): boolean => emphatic.has(word) || hesitant.has(word)

/** What the words before a rated word do to it. */
export interface Modification {
  /** How much stronger it gets, in steps of emphasis. */
  readonly steps: number
  readonly isNegated: boolean
  /** Whether it is wished for rather than said to be so. */
  readonly isUnreal: boolean
}

const reachOfNegation = 5
const reachOfEmphasis = 3
const reachOfModals = 8

/** Reads back from the word at a place to the start of its clause. `isRated` says which words have their own value. */
export function modificationAt(
  words: readonly Word[],
  place: number,
  isRated: (at: number) => boolean,
): Modification {
  let steps = 0
  let isNegated = false
  let isUnreal = false
  let isOpen = true
  for (let back = 1; back <= Math.min(place, reachOfModals); back++) {
    const at = place - back
    const word = words[at]?.lower ?? ''
    if (words[at]?.clause !== words[place]?.clause) break
    if (isRated(at)) continue
    if (back <= reachOfEmphasis) steps += stepsOf(word) * (1 - 0.05 * (back - 1))
    const next = words[at + 1]?.lower ?? ''
    if (isNegation(word) && (opinions.has(next) || (isOpen && back <= reachOfNegation))) {
      if (word === 'never' && words.slice(at + 1, place).some(isDegree)) steps++
      else if (!(word === 'not' && notANegation.has(next))) isNegated = !isNegated
    }
    if (opensClause.has(word)) isOpen = false
    if (unreal.has(word)) isUnreal ||= !modal.has(word) || words.slice(at + 1, place).some(isState)
  }
  return { steps, isNegated, isUnreal }
}

const isDegree = ({ lower }: Word): boolean => lower === 'so' || lower === 'such' || lower === 'this'

const stepsOf = (word: string): number => (emphatic.has(word) ? 1 : hesitant.has(word) ? -1 : 0)

/** "Would be nice" is a wish, "would recommend" is not. */
const isState = ({ lower }: Word): boolean => lower === 'be' || lower === 'been' || lower === 'have'
