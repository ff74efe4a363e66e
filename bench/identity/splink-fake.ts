import type { DataSet } from '../../evaluation/data-set.ts'
import { thresholds } from './thresholds.ts'

/** Simulated people from Splink's demonstrations: short records with a fifth of the values missing and many misspelt. */
export const dataSet: DataSet = {
  name: 'splink fake',
  truth: { columns: ['cluster', 'group'] },
  columns: {
    first_name: 'first_name',
    surname: 'surname',
    birth_date: `case when pg_input_is_valid(dob, 'date') then dob::date end`,
    city: 'city',
    email: 'lower(email)',
  },
  settings: {
    all: {
      columns: {
        given: { from: 'first_name', as: 'letters' },
        given_start: { from: 'first_name', as: 'start', length: 3 },
        family: { from: 'surname', as: 'letters' },
        family_start: { from: 'surname', as: 'start', length: 3 },
        birth: { from: 'birth_date', as: 'day' },
        birth_digits: { from: 'birth_date', as: 'digits' },
        birth_month: { from: 'birth_date', as: 'start', length: 7 },
        birth_year: { from: 'birth_date', as: 'start', length: 4 },
        city: { from: 'city', as: 'letters' },
        email: { from: 'email', as: 'text' },
        email_start: { from: 'email', as: 'start', length: 6 },
      },
      personSignature: ['given', 'family', 'birth'],
      identifiers: [],
      links: {},
      cannotLink: [],
      blocking: {
        rules: [
          { name: 'email', on: ['email'] },
          { name: 'birthday', on: ['birth'] },
          { name: 'name', on: ['given', 'family'] },
          { name: 'family name and city', on: ['family', 'city'] },
          { name: 'given name and city', on: ['given', 'city'] },
          { name: 'given name and month', on: ['given', 'birth_month'] },
          { name: 'family name and month', on: ['family', 'birth_month'] },
          { name: 'starts of names', on: ['given_start', 'family_start'] },
          { name: 'start of email address', on: ['email_start'] },
          { name: 'given name and year', on: ['given_start', 'birth_year'] },
          { name: 'family name and year', on: ['family_start', 'birth_year'] },
        ],
        maxBlock: 500,
        maxPairsPerRecord: 300,
      },
      comparisons: [
        {
          name: 'given name',
          requires: ['given'],
          levels: [
            { label: 'same', when: { kind: 'exact', columns: ['given'] }, termFrequency: 'given' },
            {
              label: 'swapped with the family name',
              when: { kind: 'any', of: [{ kind: 'swapped', columns: ['given', 'family'] }] },
            },
            { label: 'one letter', when: { kind: 'levenshtein', column: 'given', atMost: 1 } },
            {
              label: 'similar',
              when: {
                kind: 'any',
                of: [
                  { kind: 'trigram', column: 'given', atLeast: 0.4 },
                  { kind: 'levenshtein', column: 'given', atMost: 2 },
                  { kind: 'prefix', column: 'given', length: 3 },
                ],
              },
            },
          ],
        },
        {
          name: 'family name',
          requires: ['family'],
          levels: [
            { label: 'same', when: { kind: 'exact', columns: ['family'] }, termFrequency: 'family' },
            { label: 'one letter', when: { kind: 'levenshtein', column: 'family', atMost: 1 } },
            {
              label: 'similar',
              when: {
                kind: 'any',
                of: [
                  { kind: 'trigram', column: 'family', atLeast: 0.4 },
                  { kind: 'levenshtein', column: 'family', atMost: 2 },
                ],
              },
            },
          ],
        },
        {
          name: 'birth date',
          requires: ['birth', 'birth_digits'],
          levels: [
            { label: 'same', when: { kind: 'exact', columns: ['birth'] } },
            { label: 'one digit', when: { kind: 'levenshtein', column: 'birth_digits', atMost: 1 } },
            { label: 'within a month', when: { kind: 'days', column: 'birth', atMost: 31 } },
            { label: 'within a year', when: { kind: 'days', column: 'birth', atMost: 366 } },
            { label: 'two digits', when: { kind: 'levenshtein', column: 'birth_digits', atMost: 2 } },
            { label: 'within ten years', when: { kind: 'days', column: 'birth', atMost: 3690 } },
          ],
        },
        {
          name: 'city',
          requires: ['city'],
          levels: [
            { label: 'same', when: { kind: 'exact', columns: ['city'] }, termFrequency: 'city' },
            { label: 'similar', when: { kind: 'trigram', column: 'city', atLeast: 0.4 } },
          ],
        },
        {
          name: 'email',
          requires: ['email'],
          levels: [
            { label: 'same', when: { kind: 'exact', columns: ['email'] } },
            { label: 'two letters', when: { kind: 'levenshtein', column: 'email', atMost: 2 } },
            { label: 'similar', when: { kind: 'trigram', column: 'email', atLeast: 0.5 } },
          ],
        },
      ],
      thresholds,
      maxClusterSize: 100,
      training: { randomPairs: 500_000, pairsPerRule: 300_000 },
    },
  },
}
