import { InvalidArgumentError } from 'commander'

/** Reads the value of an option that counts something. */
export function wholeNumber(text: string): number {
  if (/^\d{1,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number of at most eight digits.')
}

/** The same, where none is no answer. */
export function positiveNumber(text: string): number {
  const number = wholeNumber(text)
  if (number > 0) return number
  throw new InvalidArgumentError('It must be at least 1.')
}
