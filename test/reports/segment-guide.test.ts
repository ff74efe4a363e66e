import { expect, test } from 'vitest'
import { segmentGuide } from '../../reports/components/segment-guide.js'
import { mart_rfm } from '../../transforms/marts/mart_rfm.ts'

test('the guide explains the segments that the contract declares, in their order', () => {
  expect(Object.keys(segmentGuide)).toEqual(mart_rfm.columns.segment.values)
})
