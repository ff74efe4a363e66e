/** Small symmetric matrices in rows. */
export type Matrix = readonly (readonly number[])[]

/** The lower triangle L with L Lᵀ = matrix, or null unless the matrix is positive definite. */
export function cholesky(matrix: Matrix): number[][] | null {
  const size = matrix.length
  const lower: number[][] = []
  for (let i = 0; i < size; i++) {
    const row: number[] = []
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]?.[j] ?? NaN
      const other = j < i ? lower[j] : row
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (other?.[k] ?? 0)
      if (j < i) row.push(sum / (lower[j]?.[j] ?? NaN))
      else if (sum > 1e-14 * Math.abs(matrix[i]?.[i] ?? NaN)) row.push(Math.sqrt(sum))
      else return null
    }
    lower.push(row)
  }
  return lower
}

/** Solves matrix · result = right, given the Cholesky factor of the matrix. */
export function solve(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = lower.length
  const half: number[] = []
  for (let i = 0; i < size; i++) {
    let sum = right[i] ?? NaN
    for (let k = 0; k < i; k++) sum -= (lower[i]?.[k] ?? 0) * (half[k] ?? 0)
    half.push(sum / (lower[i]?.[i] ?? NaN))
  }
  const result = new Array<number>(size).fill(0)
  for (let i = size - 1; i >= 0; i--) {
    let sum = half[i] ?? NaN
    for (let k = i + 1; k < size; k++) sum -= (lower[k]?.[i] ?? 0) * (result[k] ?? 0)
    result[i] = sum / (lower[i]?.[i] ?? NaN)
  }
  return result
}

export function inverse(lower: readonly (readonly number[])[]): number[][] {
  return lower.map((_, i) =>
    solve(
      lower,
      lower.map((__, j) => (i === j ? 1 : 0)),
    ),
  )
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

/** vector · matrix · vector. */
export function quadratic(matrix: Matrix, vector: readonly number[]): number {
  return matrix.reduce((sum, row, i) => sum + (vector[i] ?? 0) * dot(row, vector), 0)
}
