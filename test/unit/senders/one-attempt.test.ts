import { describe, expect, it } from 'vitest'
import { resultOfFailure } from '../../../shared/senders/one-attempt.ts'

const fate = (error: unknown, departed = true) => resultOfFailure(error, departed, () => undefined)
const failure = (message: string, fields: object) => Object.assign(new Error(message), fields)

/** The SDK's own sentence when connecting takes too long, and when the reply does. */
const connecting =
  '@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 3000 ms.'
const waiting =
  '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 3000 ms requestTimeout.'

describe('a failed request', () => {
  it.each([
    ['the name was not found', failure('', { code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['the resolver was busy', failure('', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
    ['connecting was refused', failure('', { code: 'ECONNREFUSED', syscall: 'connect' })],
    [
      'the system gave up connecting',
      failure('', { name: 'TimeoutError', code: 'ETIMEDOUT', syscall: 'connect' }),
    ],
    ['the SDK gave up connecting', failure(connecting, { name: 'TimeoutError' })],
    [
      'each address was refused',
      failure('', {
        code: 'ECONNREFUSED',
        errors: [failure('', { syscall: 'connect' }), failure('', { syscall: 'connect' })],
      }),
    ],
  ])('was surely not accepted when %s', (_, error) => {
    expect(fate(error)).toMatchObject({ kind: 'not-sent' })
  })

  it.each([
    ['the reply took too long', failure(waiting, { name: 'TimeoutError', code: 'ETIMEDOUT' })],
    ['we stopped waiting', failure('Request aborted', { name: 'AbortError' })],
    ['the connection was reset while reading', failure('', { code: 'ECONNRESET', syscall: 'read' })],
    ['the connection was reset while writing', failure('', { code: 'EPIPE', syscall: 'write' })],
    ['the socket hung up', failure('socket hang up', { code: 'ECONNRESET' })],
    [
      'one address was refused and another one reset',
      failure('', { errors: [{ syscall: 'connect' }, { syscall: 'read' }] }),
    ],
    ['it failed with no address tried', failure('', { errors: [] })],
    ['something was thrown that is no error', 'text'],
    ['nothing at all was thrown', undefined],
  ])('is in doubt when %s', (_, error) => {
    expect(fate(error)).toMatchObject({ kind: 'unknown' })
  })

  it('was surely not accepted when it failed before it left, whatever it was', () => {
    expect(fate(failure('Region is missing', {}), false)).toEqual({ kind: 'not-sent', cause: 'Error' })
  })

  it.each([
    ['Daily message quota exceeded.', 'quota'],
    ['Maximum sending rate exceeded.', 'rate'],
  ] as const)('tells the pace from the allowance of the day: %s', (message, limit) => {
    const error = failure(message, { name: 'Throttling', $metadata: { httpStatusCode: 400 } })
    expect(fate(error)).toEqual({ kind: 'throttled', limit })
  })

  it('reports a name without what a log could be forged with', () => {
    const error = failure('', { name: 'Odd\n{"level":"ERROR"} Name', $metadata: { httpStatusCode: 403 } })
    expect(fate(error)).toEqual({ kind: 'not-sent', cause: 'OddlevelERRORName 403' })
  })
})
