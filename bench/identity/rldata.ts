import type { DataSet } from '../../evaluation/data-set.ts'
import { thresholds } from './thresholds.ts'

/** German names and birthdays, one in ten a copy with errors (Sariyar & Borg 2010). */
const name = (column: 'first_name' | 'family_name', sound: string) => ({
  name: column,
  requires: [column],
  levels: [
    { label: 'exact', when: { kind: 'exact' as const, columns: [column] }, termFrequency: column },
    { label: 'one edit', when: { kind: 'levenshtein' as const, column, atMost: 1 } },
    { label: 'two edits', when: { kind: 'levenshtein' as const, column, atMost: 2 } },
    {
      label: 'sounds similar',
      when: { kind: 'any' as const, of: [{ kind: 'overlap' as const, column: sound }] },
    },
  ],
})

const number = (column: 'birth_year' | 'birth_month' | 'birth_day') => ({
  name: column,
  requires: [column],
  levels: [
    { label: 'exact', when: { kind: 'exact' as const, columns: [column] } },
    { label: 'one digit', when: { kind: 'levenshtein' as const, column, atMost: 1 } },
  ],
})

export const dataSet: DataSet = {
  name: 'rldata',
  truth: { columns: ['identity'] },
  columns: Object.fromEntries(
    ['fname_c1', 'fname_c2', 'lname_c1', 'lname_c2', 'by', 'bm', 'bd'].map((column) => [
      column,
      `nullif("${column}", 'NA')`,
    ]),
  ),
  settings: {
    all: {
      columns: {
        first_name: { from: 'fname_c1', as: 'letters' },
        first_sounds: { from: 'fname_c1', as: 'sounds' },
        family_name: { from: 'lname_c1', as: 'letters' },
        family_sounds: { from: 'lname_c1', as: 'sounds' },
        second_name: { from: 'fname_c2', as: 'letters' },
        birth_year: { from: 'by', as: 'digits' },
        birth_month: { from: 'bm', as: 'digits' },
        birth_day: { from: 'bd', as: 'digits' },
      },
      personSignature: ['first_name', 'family_name', 'birth_year'],
      identifiers: [],
      links: {},
      cannotLink: [],
      blocking: {
        rules: [
          { name: 'first name', on: ['first_name'] },
          { name: 'family name', on: ['family_name'] },
          { name: 'birthday', on: ['birth_year', 'birth_month', 'birth_day'] },
          { name: 'day and month', on: ['birth_day', 'birth_month'] },
          // for names so common that their block is left out
          { name: 'names', on: ['first_name', 'family_name'] },
          { name: 'first name and year', on: ['first_name', 'birth_year'] },
          { name: 'family name and year', on: ['family_name', 'birth_year'] },
          { name: 'first name and day', on: ['first_name', 'birth_day'] },
          { name: 'family name and day', on: ['family_name', 'birth_day'] },
          { name: 'first name and month', on: ['first_name', 'birth_month'] },
          { name: 'family name and month', on: ['family_name', 'birth_month'] },
        ],
        maxBlock: 150,
        maxPairsPerRecord: 500,
      },
      comparisons: [
        name('first_name', 'first_sounds'),
        name('family_name', 'family_sounds'),
        number('birth_year'),
        number('birth_month'),
        number('birth_day'),
      ],
      thresholds,
      maxClusterSize: 20,
      training: { randomPairs: 200_000, pairsPerRule: 100_000 },
    },
  },
}
