import { afterEach, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { EnvironmentError, readEnvironment } from '../../../shared/runtime/env.ts'

afterEach(() => vi.unstubAllEnvs())

const shape = { TABLE_NAME: z.string(), QUEUE_URL: z.url(), PER_SECOND: z.coerce.number().positive() }

it('settings are read and typed, and others are left alone', () => {
  vi.stubEnv('TABLE_NAME', 'after-sales')
  vi.stubEnv('QUEUE_URL', 'https://sqs.test/1')
  vi.stubEnv('PER_SECOND', '2.5')
  expect(readEnvironment(shape)).toEqual({
    TABLE_NAME: 'after-sales',
    QUEUE_URL: 'https://sqs.test/1',
    PER_SECOND: 2.5,
  })
})

it.each([['0'], ['-1'], ['many'], ['']])('a rate of %j is wrong', (rate) => {
  vi.stubEnv('PER_SECOND', rate)
  expect(() => readEnvironment({ PER_SECOND: shape.PER_SECOND })).toThrow(EnvironmentError)
})

it('every variable that is missing or wrong is named at once, and never its value', () => {
  vi.stubEnv('TABLE_NAME', undefined)
  vi.stubEnv('QUEUE_URL', 'secret-not-a-url')
  vi.stubEnv('PER_SECOND', 'secret-number')
  expect(() => readEnvironment(shape)).toThrow(/TABLE_NAME.*QUEUE_URL.*PER_SECOND/)
  expect(() => readEnvironment(shape)).not.toThrow(/secret/)
})
