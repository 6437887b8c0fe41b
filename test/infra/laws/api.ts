import { RoleCode } from '../../../shared/domain/roles.ts'
import { describe, expect, it } from 'vitest'
import { isFunctionName } from '../../../infra/functions.ts'
import { routes as contracts } from '../../../shared/http/routes.ts'
import {
  alarmsOn,
  asText,
  assembleSample,
  nameOf,
  part,
  refersTo,
  referencesIn,
  sampleRoutes,
  templates,
} from '../synthesized.ts'

const { ofType } = templates()
const routes = ofType('AWS::ApiGatewayV2::Route')

describe('the HTTP API', () => {
  it('has one route per contract, each to its function by payload 2.0', () => {
    const built = routes.map(({ Properties }) => {
      const integration = ofType('AWS::ApiGatewayV2::Integration').find(({ id }) =>
        refersTo(Properties['Target'], id),
      )!
      expect(integration.Properties['PayloadFormatVersion']).toBe('2.0')
      const uri = integration.Properties['IntegrationUri']
      const lambda = ofType('AWS::Lambda::Function').find(({ id }) => refersTo(uri, id))!
      return `${asText(Properties['RouteKey'])} ${nameOf(lambda)}`
    })
    expect(built.sort()).toEqual(
      sampleRoutes.map(({ method, path, functionName }) => `${method} ${path} ${functionName}`).sort(),
    )
  })

  it('finds the function of every contract, and serves no open route that we do not know of', () => {
    expect(contracts.length).toBeGreaterThan(0)
    expect(contracts.filter(({ functionName }) => !isFunctionName(functionName))).toEqual([])
    const open = contracts.filter((each) => each.open).map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual([
      'GET /calendars/{token}',
      'GET /docs',
      'GET /notice-links/{token}',
      'GET /openapi.json',
      'POST /notice-links/{token}',
    ])
  })

  it('asks for a token of the staff’s pool on every route whose contract is not open', () => {
    const [authorizer] = ofType('AWS::ApiGatewayV2::Authorizer')
    expect(asText(part(authorizer!, 'JwtConfiguration.Issuer'))).toMatch(
      /^https:\/\/cognito-idp\.ap-southeast-1\.amazonaws\.com\/<after-sales-dev-data:ExportsOutputRefStaff/,
    )
    for (const { Properties } of routes) {
      const key = asText(Properties['RouteKey'])
      const open = sampleRoutes.some((each) => each.open === true && key === `${each.method} ${each.path}`)
      expect(Properties['AuthorizationType'], key).toBe(open ? 'NONE' : 'JWT')
      if (!open) expect(refersTo(Properties['AuthorizerId'], authorizer!.id), key).toBe(true)
    }
  })

  it('logs each request under its route, without the values in its path, names or addresses', () => {
    for (const stage of ofType('AWS::ApiGatewayV2::Stage')) {
      const [log] = referencesIn(part(stage, 'AccessLogSettings.DestinationArn'))
      expect(ofType('AWS::Logs::LogGroup').map(({ id }) => id)).toContain(log)
      const line = asText(part(stage, 'AccessLogSettings.Format'))
      expect(Object.keys(JSON.parse(line) as object)).toContain('requestId')
      expect(line).not.toMatch(/context\.(path|resourcePath|identity|authorizer\.claims\.(email|name))/)
      expect(part(stage, 'DefaultRouteSettings.ThrottlingRateLimit')).toBeGreaterThan(0)
    }
  })

  it('can give each role to an account: the pool has a group for it', () => {
    const names = ofType('AWS::Cognito::UserPoolGroup').map(({ Properties }) => Properties['GroupName'])
    expect(names.sort()).toEqual([...RoleCode.options].sort())
  })

  it('rings when it answers with a 5xx', () => {
    const [api] = ofType('AWS::ApiGatewayV2::Api')
    expect(alarmsOn(api!.id, '5xx')).toHaveLength(1)
  })

  it('cannot be built with a route to nowhere, or by no method', () => {
    expect(() => assembleSample([{ method: 'GET', path: '/x', functionName: 'nobody' }])).toThrow(
      "There is no function 'nobody'.",
    )
    expect(() => assembleSample([{ method: 'FETCH', path: '/x', functionName: 'renewal-api' }])).toThrow(
      'FETCH /x: there is no such method.',
    )
  })
})
