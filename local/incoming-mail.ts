import { randomUUID } from 'node:crypto'
import { readHeader, topmost } from '../functions/manufacturer-notices/header-fields.ts'
import { verdictsOfHeader } from '../functions/manufacturer-notices/mail-verdicts.ts'
import type { Instant } from '../shared/domain/time.ts'
import { LocalError } from './local-error.ts'
import type { IncomingMail, StackModel } from './template-model.ts'

/** A mail at the door: as it came over the network, and whom it was handed over for. */
export interface ArrivingMail {
  readonly raw: Uint8Array
  /** The address of the envelope, whatever its headers say. */
  readonly to: string
}

/** SES's words for what a check came to. */
const words = { pass: 'PASS', fail: 'FAIL', unknown: 'GRAY' } as const

/**
 * Which way of the template takes a mail.
 * @throws LocalError when none does: on AWS it would be refused at the door
 */
export function wayFor(to: string, { incomingMail }: StackModel): IncomingMail {
  const address = to.toLowerCase()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const way = incomingMail.find(({ recipients }) =>
    recipients.some((recipient) => [address, domain].includes(recipient.toLowerCase())),
  )
  if (way === undefined) throw new LocalError(`No receipt rule of the template takes mail for ${domain}.`)
  return way
}

/**
 * What SES tells the topic of a mail that it has put into the bucket:
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 *
 * Nothing is checked here. What the checks came to is read off the mail, which SES has marked when it took it in: its
 * own marks stand at the top, so only the first of each counts.
 */
export function notificationOf(mail: ArrivingMail, way: IncomingMail, at: Instant) {
  const messageId = randomUUID().replaceAll('-', '')
  const objectKey = `${way.keyPrefix}${messageId}`
  const { fields } = readHeader(mail.raw)
  const verdicts = verdictsOfHeader(fields)
  const said = (check: 'spf' | 'dkim' | 'dmarc' | 'spam' | 'virus') => ({ status: words[verdicts[check]] })
  const notification = {
    notificationType: 'Received',
    mail: {
      timestamp: at,
      source: topmost(fields, 'return-path')?.replace(/^<|>$/g, '') ?? '',
      messageId,
      destination: [mail.to],
      headersTruncated: fields.length > MOST_HEADERS,
      headers: fields.slice(0, MOST_HEADERS).map(({ key: name, value }) => ({ name, value })),
    },
    receipt: {
      timestamp: at,
      processingTimeMillis: 1,
      recipients: [mail.to],
      spamVerdict: said('spam'),
      virusVerdict: said('virus'),
      spfVerdict: said('spf'),
      dkimVerdict: said('dkim'),
      dmarcVerdict: said('dmarc'),
      action: {
        type: 'S3',
        topicArn: way.topicArn,
        bucketName: way.bucket,
        objectKeyPrefix: way.keyPrefix,
        objectKey,
      },
    },
  }
  return { messageId, objectKey, notification }
}

/** SES truncates what it tells of the headers. */
const MOST_HEADERS = 100
