import { InvalidArgumentError } from 'commander'

/** Parses an option that is a count. */
export function wholeNumber(text: string): number {
  if (/^\d{1,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number of at most eight digits.')
}

/** Parses an option that is a count of at least 1. */
export function positiveNumber(text: string): number {
  const number = wholeNumber(text)
  if (number > 0) return number
  throw new InvalidArgumentError('It must be at least 1.')
}
