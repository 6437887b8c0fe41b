import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Api } from '../constructs/api.ts'
import type { Route } from '../constructs/api.ts'
import type { Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'
import type { ServiceStack } from './service-stack.ts'

export interface ApiStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
  readonly service: ServiceStack
  readonly routes: readonly Route[]
}

/** How staff reach what runs: the HTTP API, a resource for each of its routes. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    const { stage, data, service, routes, ...settings } = props
    super(scope, id, settings)
    const { httpApi } = new Api(this, 'api', {
      apiName: `after-sales-${stage.name}`,
      routes,
      worker: (name) => service.worker(name),
      userPool: data.staff,
      client: data.client,
      impact: 'Staff get an error instead of their lists and records.',
      alarms: service.alarms,
    })
    new CfnOutput(this, 'ApiUrl', { value: httpApi.apiEndpoint })
  }
}
