import type { DataSet } from '../../evaluation/data-set.ts'
import { thresholds } from './thresholds.ts'

/**
 * FEBRL 1, 2 and 3: people with Australian addresses, and copies of their records with errors of typing, hearing and
 * scanning, values swapped between fields, and missing values. The social security number is almost a key, so the sets
 * are measured without it too.
 */
const text = (from: string) => ({ from, as: 'letters' }) as const
const sounds = (from: string) => ({ from, as: 'sounds' }) as const

const columns = {
  given: text('given_name'),
  given_sounds: sounds('given_name'),
  surname: text('surname'),
  surname_sounds: sounds('surname'),
  street_number: text('street_number'),
  street: text('address_1'),
  place: text('address_2'),
  suburb: text('suburb'),
  postcode: text('postcode'),
  state: text('state'),
  birth_date: { from: 'date_of_birth', as: 'digits' },
} as const

/** Names are swapped, or misspelt as they were heard, read or typed. */
const name = (column: 'given' | 'surname', sound: 'given_sounds' | 'surname_sounds') => ({
  name: column,
  requires: [column],
  levels: [
    { label: 'exact', when: { kind: 'exact' as const, columns: [column] }, termFrequency: column },
    { label: 'one edit', when: { kind: 'levenshtein' as const, column, atMost: 1 } },
    { label: 'two edits', when: { kind: 'levenshtein' as const, column, atMost: 2 } },
    {
      label: 'swapped',
      when: {
        kind: 'any' as const,
        of: [{ kind: 'swapped' as const, columns: ['given', 'surname'] as [string, string] }],
      },
    },
    {
      label: 'sounds similar',
      when: { kind: 'any' as const, of: [{ kind: 'overlap' as const, column: sound }] },
    },
  ],
})

const written = (column: string) => ({
  name: column,
  requires: [column],
  levels: [
    { label: 'exact', when: { kind: 'exact' as const, columns: [column] }, termFrequency: column },
    { label: 'two edits', when: { kind: 'levenshtein' as const, column, atMost: 2 } },
    { label: 'similar', when: { kind: 'trigram' as const, column, atLeast: 0.5 } },
  ],
})

const digits = (column: string) => ({
  name: column,
  requires: [column],
  levels: [
    { label: 'exact', when: { kind: 'exact' as const, columns: [column] } },
    { label: 'one edit', when: { kind: 'levenshtein' as const, column, atMost: 1 } },
    { label: 'two edits', when: { kind: 'levenshtein' as const, column, atMost: 2 } },
  ],
})

const base = {
  columns,
  personSignature: ['given', 'surname', 'birth_date'],
  identifiers: [],
  links: {},
  cannotLink: [],
  blocking: {
    rules: [
      { name: 'birth date', on: ['birth_date'] },
      { name: 'given name', on: ['given'] },
      { name: 'surname', on: ['surname'] },
      { name: 'street', on: ['street'] },
      { name: 'place', on: ['place'] },
      { name: 'suburb', on: ['suburb'] },
      { name: 'postcode', on: ['postcode'] },
      // for values that are so common that their own blocks are skipped
      { name: 'names', on: ['given', 'surname'] },
      { name: 'given name and postcode', on: ['given', 'postcode'] },
      { name: 'surname and postcode', on: ['surname', 'postcode'] },
      { name: 'suburb and number', on: ['suburb', 'street_number'] },
    ],
    maxBlock: 150,
    maxPairsPerRecord: 500,
  },
  comparisons: [
    name('given', 'given_sounds'),
    name('surname', 'surname_sounds'),
    digits('street_number'),
    written('street'),
    written('place'),
    written('suburb'),
    digits('postcode'),
    {
      name: 'state',
      requires: ['state'],
      levels: [{ label: 'exact', when: { kind: 'exact' as const, columns: ['state'] } }],
    },
    digits('birth_date'),
  ],
  thresholds,
  maxClusterSize: 50,
  training: { randomPairs: 100_000, pairsPerRule: 30_000 },
}

export const dataSet: DataSet = {
  name: 'febrl',
  truth: { columns: ['rec_id'], pattern: /^rec-(\d+)-/ },
  columns: Object.fromEntries(
    [
      'given_name',
      'surname',
      'street_number',
      'address_1',
      'address_2',
      'suburb',
      'postcode',
      'state',
      'date_of_birth',
      'soc_sec_id',
    ].map((column) => [column, column]),
  ),
  settings: {
    'with soc_sec_id': {
      ...base,
      columns: { ...columns, soc_sec_id: { from: 'soc_sec_id', as: 'digits' } },
      blocking: {
        ...base.blocking,
        rules: [{ name: 'soc_sec_id', on: ['soc_sec_id'] }, ...base.blocking.rules],
      },
      comparisons: [...base.comparisons, digits('soc_sec_id')],
    },
    'without soc_sec_id': base,
  },
}
