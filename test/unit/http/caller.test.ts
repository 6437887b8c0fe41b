import { describe, expect, it } from 'vitest'
import { callerOf } from '../../../shared/http/caller.ts'
import type { ApiEvent } from '../../../shared/http/event.ts'
import { staffIdOf } from '../../support/builders.ts'

function eventWith(claims: Record<string, unknown> | undefined): ApiEvent {
  return {
    headers: {},
    queryStringParameters: {},
    pathParameters: {},
    body: undefined,
    requestContext: { requestId: 'r', authorizer: claims && { jwt: { claims } } },
  }
}

const claims = { sub: 'account', 'cognito:groups': '[service_manager]', 'custom:dealerId': 'D001' }
const problem = (code: string) => expect.objectContaining({ code }) as Error

describe('the caller', () => {
  it.each([
    ['[information_clerk service_manager]', ['information_clerk', 'service_manager']],
    ['[service_manager]', ['service_manager']],
    ['service_manager', ['service_manager']],
    [
      ['service_manager', 'finance'],
      ['service_manager', 'finance'],
    ],
    ['[service_manager eu-west-1_pool_Google]', ['service_manager']],
  ])('holds the roles of the groups %j', (groups, roles) => {
    expect(callerOf(eventWith({ ...claims, 'cognito:groups': groups }), ['service_manager']).roles).toEqual(
      roles,
    )
  })

  it.each([['[service_managers]'], ['[]'], [''], ['[Service_manager]'], [undefined]])(
    'with the groups %j is no service manager',
    (groups) => {
      expect(() => callerOf(eventWith({ ...claims, 'cognito:groups': groups }), ['service_manager'])).toThrow(
        problem('role-not-allowed'),
      )
    },
  )

  it('is nobody without claims or without an account', () => {
    expect(() => callerOf(eventWith(undefined), ['service_manager'])).toThrow(problem('not-signed-in'))
    expect(() => callerOf(eventWith({ ...claims, sub: undefined }), ['service_manager'])).toThrow(
      problem('not-signed-in'),
    )
  })

  it.each([[undefined], [''], ['D001#x'], ['*'], [7]])('with the dealer %j belongs to none', (dealerId) => {
    expect(() =>
      callerOf(eventWith({ ...claims, 'custom:dealerId': dealerId }), ['service_manager']),
    ).toThrow(problem('no-dealer'))
  })

  it('is a member of staff only by a staff id', () => {
    const of = (staffId: unknown) =>
      callerOf(eventWith({ ...claims, 'custom:staffId': staffId }), ['service_manager']).staffId
    expect(of(staffIdOf('S1'))).toBe(staffIdOf('S1'))
    expect(of('S1')).toBeUndefined()
    expect(of(undefined)).toBeUndefined()
  })
})
