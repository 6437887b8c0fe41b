import { describe, expect, it } from 'vitest'
import { readStage } from '../../infra/stages.ts'

const context = (values: Record<string, unknown>) => (key: string) => values[key]

describe('stages', () => {
  it('is dev unless another is chosen', () => {
    expect(readStage(context({})).name).toBe('dev')
    expect(readStage(context({ stage: 'prod' })).name).toBe('prod')
  })

  it('names the stages there are when asked for another', () => {
    expect(() => readStage(context({ stage: 'production' }))).toThrow(
      "There is no stage 'production': use -c stage=dev or -c stage=prod.",
    )
  })

  it('takes the account, region and addresses of whoever deploys, and checks them', () => {
    const stage = readStage(context({ account: '123456789012', mailFrom: 'desk@dealer.cn' }))
    expect(stage).toMatchObject({
      account: '123456789012',
      mailFrom: 'desk@dealer.cn',
      region: 'ap-southeast-1',
    })
    expect(() => readStage(context({ account: '12345' }))).toThrow(/Settings of stage 'dev'.*\n.*account/s)
    expect(() => readStage(context({ mailFrom: 'nobody' }))).toThrow(/mailFrom/)
  })
})
