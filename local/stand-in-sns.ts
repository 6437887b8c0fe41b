import { randomUUID } from 'node:crypto'
import { QueryError, type QueryParameters, type QueryService } from './aws-query.ts'
import { deliver, type ProviderOptions } from './provider.ts'

/** SNS's limits for an SMS. */
const limits = { characters: 1600, senderId: /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/, e164: /^\+[1-9]\d{6,14}$/ }

/** `Publish` to a phone number, with the checks that the service makes before it takes a message. */
export function snsService(options: ProviderOptions): QueryService {
  return {
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    actions: {
      Publish: (parameters) => {
        const { to, text, attributes } = checkedSms(parameters)
        const at = options.clock.now()
        return Promise.resolve(
          deliver(options, { channel: 'sms', id: randomUUID(), at, to, text, attributes }),
        )
      },
    },
  }
}

function checkedSms(parameters: QueryParameters) {
  const to = parameters.get('PhoneNumber')
  const text = parameters.get('Message') ?? ''
  if (parameters.has('TopicArn') || parameters.has('TargetArn'))
    throw new QueryError(
      403,
      'AuthorizationError',
      'User is not authorized to perform: SNS:Publish on a topic',
    )
  if (to === undefined) throw invalid('TopicArn or TargetArn Reason: no value for required parameter')
  if (!limits.e164.test(to)) throw invalid(`PhoneNumber Reason: ${to} is not valid to publish to`)
  if (text === '') throw invalid('Empty message')
  if (Array.from(text).length > limits.characters) throw invalid('Message too long')
  const attributes = attributesOf(parameters)
  const type = attributes['AWS.SNS.SMS.SMSType']
  if (type !== undefined && type !== 'Transactional' && type !== 'Promotional')
    throw invalid(`AWS.SNS.SMS.SMSType Reason: ${type} is not valid`)
  const sender = attributes['AWS.SNS.SMS.SenderID']
  if (sender !== undefined && !limits.senderId.test(sender))
    throw invalid(`AWS.SNS.SMS.SenderID Reason: ${sender} is not valid`)
  const price = attributes['AWS.SNS.SMS.MaxPrice']
  if (price !== undefined && !(Number(price) > 0))
    throw invalid(`AWS.SNS.SMS.MaxPrice Reason: ${price} is not valid`)
  return { to, text, attributes }
}

function attributesOf(parameters: QueryParameters): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (let index = 1; ; index += 1) {
    const entry = `MessageAttributes.entry.${index}`
    const name = parameters.get(`${entry}.Name`)
    if (name === undefined) return attributes
    const type = parameters.get(`${entry}.Value.DataType`)
    const value = parameters.get(`${entry}.Value.StringValue`)
    if (type === undefined || value === undefined || value === '')
      throw new QueryError(
        400,
        'ParameterValueInvalid',
        `The message attribute '${name}' must contain a non-empty value and its type.`,
      )
    attributes[name] = value
  }
}

function invalid(what: string): QueryError {
  return new QueryError(400, 'InvalidParameter', `Invalid parameter: ${what}`)
}
