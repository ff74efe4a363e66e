import type { DataSet } from '../../services/evaluation/data-set.ts'
import { identitySettings } from '../../transforms/identity/matching/declare.ts'

/** Simulated people of Splink's demonstrations: short records, a fifth of the values missing, many misspelt. */
const name = (column: 'first_name' | 'surname') => ({
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
        of: [{ kind: 'swapped' as const, columns: ['first_name', 'surname'] as [string, string] }],
      },
    },
    { label: 'alike', when: { kind: 'trigram' as const, column, atLeast: 0.3 } },
  ],
})

export const dataSet: DataSet = {
  name: 'splink fake',
  truth: { columns: ['cluster', 'group'] },
  columns: {
    first_name: 'first_name',
    surname: 'surname',
    birth_date: `case when pg_input_is_valid(dob, 'date') then dob::date end`,
    city: 'city',
    email: 'lower(email)',
    mailbox: `split_part(lower(email), '@', 1)`,
  },
  settings: {
    'as it is': identitySettings({
      columns: {
        first_name: { from: 'first_name', as: 'letters' },
        surname: { from: 'surname', as: 'letters' },
        birth_date: { from: 'birth_date', as: 'day' },
        birth_text: { from: 'birth_date', as: 'digits' },
        city: { from: 'city', as: 'letters' },
        email: { from: 'email', as: 'text' },
        mailbox: { from: 'mailbox', as: 'text' },
      },
      peopleBy: ['first_name', 'surname', 'birth_date'],
      identifiers: [],
      links: {},
      cannotLink: [],
      blocking: {
        rules: [
          { name: 'email', on: ['email'] },
          { name: 'birth date', on: ['birth_date'] },
          { name: 'first name', on: ['first_name'] },
          { name: 'surname', on: ['surname'] },
          { name: 'mailbox', on: ['mailbox'] },
        ],
        maxBlock: 2000,
        maxPairsPerRecord: 500,
      },
      comparisons: [
        name('first_name'),
        name('surname'),
        {
          name: 'birth date',
          requires: ['birth_date', 'birth_text'],
          levels: [
            { label: 'exact', when: { kind: 'exact', columns: ['birth_date'] }, termFrequency: 'birth_text' },
            { label: 'one digit', when: { kind: 'levenshtein', column: 'birth_text', atMost: 1 } },
            { label: 'within a month', when: { kind: 'days', column: 'birth_date', atMost: 31 } },
            { label: 'within a year', when: { kind: 'days', column: 'birth_date', atMost: 366 } },
            { label: 'within ten years', when: { kind: 'days', column: 'birth_date', atMost: 3660 } },
          ],
        },
        {
          name: 'city',
          requires: ['city'],
          levels: [
            { label: 'exact', when: { kind: 'exact', columns: ['city'] }, termFrequency: 'city' },
            { label: 'two edits', when: { kind: 'levenshtein', column: 'city', atMost: 2 } },
          ],
        },
        {
          name: 'email',
          requires: ['email', 'mailbox'],
          levels: [
            { label: 'exact', when: { kind: 'exact', columns: ['email'] }, termFrequency: 'email' },
            { label: 'same mailbox', when: { kind: 'exact', columns: ['mailbox'] } },
            { label: 'two edits', when: { kind: 'levenshtein', column: 'email', atMost: 2 } },
            { label: 'alike', when: { kind: 'trigram', column: 'mailbox', atLeast: 0.5 } },
          ],
        },
      ],
      thresholds: { keep: -10, review: -2, link: 2, bridge: 4 },
      maxClusterSize: 50,
      training: { randomPairs: 500_000, pairsPerRule: 300_000 },
    }),
  },
}
