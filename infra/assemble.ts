import { App } from 'aws-cdk-lib'
import { schedules } from '../shared/due/schedules.ts'
import type { Route } from './constructs/api.ts'
import { ApiStack } from './stacks/api-stack.ts'
import { DataStack } from './stacks/data-stack.ts'
import { ServiceStack } from './stacks/service-stack.ts'
import { readStage } from './stages.ts'

export interface AssembleOptions {
  readonly routes: readonly Route[]
  /** Directory with one bundle per function. */
  readonly buildDir: string
  /** Where the templates go. Default: what the CDK command line says. */
  readonly outdir?: string
}

/** Behaviour of CDK that newer projects get by default: here and not in cdk.json, so that tests have it too. */
const featureFlags = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // An export in use cannot be taken away: see docs/decisions/0003.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:enablePartitionLiterals': true,
}

/** The whole deployment, ready to be synthesized. */
export function assemble({ routes, buildDir, outdir }: AssembleOptions): App {
  const app = new App({
    context: featureFlags,
    analyticsReporting: false,
    ...(outdir === undefined ? {} : { outdir }),
  })
  const stage = readStage((key) => app.node.tryGetContext(key))
  const env = { region: stage.region, ...(stage.account === undefined ? {} : { account: stage.account }) }

  const data = new DataStack(app, 'Data', {
    env,
    stackName: `after-sales-${stage.name}-data`,
    description: `After-sales ${stage.name}: records, files, staff accounts`,
    stage,
  })
  const service = new ServiceStack(app, 'Service', {
    env,
    stackName: `after-sales-${stage.name}-service`,
    description: `After-sales ${stage.name}: functions, queues, schedules, alarms`,
    stage,
    data,
    schedules,
    buildDir,
  })
  new ApiStack(app, 'Api', {
    env,
    stackName: `after-sales-${stage.name}-api`,
    description: `After-sales ${stage.name}: the HTTP API`,
    stage,
    data,
    service,
    routes,
  })
  return app
}
