import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Alarmed } from './watch.ts'
import { fiveMinutes, watch } from './watch.ts'
import type { Worker } from './worker.ts'
import { logRetention } from './worker.ts'

/** As much of a route's contract as the gateway needs to know. */
export interface Route {
  readonly method: string
  /** With parameters in braces: `/call-lists/{date}`. */
  readonly path: string
  readonly functionName: string
  /** Answered without a token. */
  readonly open?: boolean | undefined
}

export interface ApiProps extends Alarmed, Partial<gateway.HttpApiProps> {
  readonly routes: readonly Route[]
  /** The function of a name. @throws Error when there is none. */
  readonly worker: (functionName: string) => Worker
  readonly userPool: IUserPool
  readonly client: IUserPoolClient
}

/** Who asked is the account's id: names, addresses and the values in paths stay out of the log. */
const accessLine = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  account: '$context.authorizer.claims.sub',
  refusal: '$context.authorizer.error',
  failure: '$context.integrationErrorMessage',
}

const methods = new Map(Object.entries(gateway.HttpMethod))

/** The HTTP API: one route per contract, each behind the staff's tokens unless its contract is open. */
export class Api extends Construct {
  readonly httpApi: gateway.HttpApi

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id)
    const { impact, alarms, routes, worker, userPool, client, ...settings } = props

    this.httpApi = new gateway.HttpApi(this, 'Http', {
      createDefaultStage: false,
      defaultAuthorizer: new HttpUserPoolAuthorizer('staff', userPool, { userPoolClients: [client] }),
      ...settings,
    })
    new gateway.HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      autoDeploy: true,
      // For one department: far above its staff's clicks, far below what the table bears.
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new gateway.LogGroupLogDestination(
          new logs.LogGroup(this, 'Access', { retention: logRetention }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLine)),
      },
    })

    const integrations = new Map<string, HttpLambdaIntegration>()
    const integrationOf = (functionName: string): HttpLambdaIntegration => {
      const known = integrations.get(functionName)
      if (known !== undefined) return known
      const integration = new HttpLambdaIntegration(functionName, worker(functionName).function, {
        payloadFormatVersion: gateway.PayloadFormatVersion.VERSION_2_0,
        // One permission for the whole API: one per route outgrows the 20 KB of a function's policy.
        scopePermissionToRoute: false,
      })
      integrations.set(functionName, integration)
      return integration
    }
    for (const { method, path, functionName, open } of routes) {
      const httpMethod = methods.get(method)
      if (httpMethod === undefined) throw new Error(`${method} ${path}: there is no such method.`)
      this.httpApi.addRoutes({
        methods: [httpMethod],
        path,
        integration: integrationOf(functionName),
        ...(open === true ? { authorizer: new gateway.HttpNoneAuthorizer() } : {}),
      })
    }

    watch(this, 'ServerErrors', {
      metric: this.httpApi.metricServerError({ period: fiveMinutes, statistic: 'Sum' }),
      what: 'The HTTP API answered with a 5xx.',
      runbook: 'api-errors',
      impact,
      alarms,
    })
  }
}
