import { expect, test } from 'vitest'
import { eventFilter } from '../../../local/filter-criteria.ts'
import { TemplateUnsupported } from '../../../local/local-error.ts'

const record = (eventName: string, entity: string) => ({
  eventName,
  dynamodb: { NewImage: { entity: { S: entity } }, SizeBytes: 30 },
})

test('a record passes when every field named has one of the values listed', () => {
  const passes = eventFilter([
    '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"entity":{"S":["Delivery","Message"]}}}}',
  ])
  expect(passes(record('INSERT', 'Delivery'))).toBe(true)
  expect(passes(record('INSERT', 'Message'))).toBe(true)
  expect(passes(record('MODIFY', 'Delivery'))).toBe(false)
  expect(passes(record('INSERT', 'Vehicle'))).toBe(false)
  expect(passes({ eventName: 'INSERT' })).toBe(false)
})

test('a record passes when one of several patterns matches, and without a pattern always', () => {
  const passes = eventFilter([
    '{"eventName":["REMOVE"]}',
    '{"dynamodb":{"SizeBytes":[{"numeric":[">",20,"<=",30]}]}}',
  ])
  expect(passes(record('REMOVE', 'x'))).toBe(true)
  expect(passes(record('INSERT', 'x'))).toBe(true)
  expect(passes({ eventName: 'INSERT', dynamodb: { SizeBytes: 31 } })).toBe(false)
  expect(eventFilter([])({})).toBe(true)
})

test.each([
  ['{"eventName":[{"prefix":"IN"}]}', true],
  ['{"eventName":[{"suffix":"IN"}]}', false],
  ['{"eventName":[{"anything-but":["INSERT"]}]}', false],
  ['{"eventName":[{"anything-but":"REMOVE"}]}', true],
  ['{"eventName":[{"equals-ignore-case":"insert"}]}', true],
  ['{"dynamodb":{"OldImage":[{"exists":false}]}}', true],
  ['{"dynamodb":{"NewImage":[{"exists":false}]}}', false],
])('%s gives %s for an INSERT', (pattern, expected) => {
  expect(eventFilter([pattern])(record('INSERT', 'x'))).toBe(expected)
})

test('a rule that is not known is refused when the filter is made, not when a record comes', () => {
  expect(() => eventFilter(['{"eventName":[{"wildcard":"I*"}]}'])).toThrow(TemplateUnsupported)
})
