import type { SegmentReason } from '../../shared/domain/renewal-segment.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'
import type { CompulsoryReason } from './compulsory-premium.ts'
import type { NoClaimReason } from './no-claim-level.ts'

/** Why a rule said what it said, for staff and for the customer at the desk. */

export const segmentReasons: Readonly<Record<SegmentReason, Sentence>> = {
  'insured-when-new': {
    zh: '现有保单为购车时投保，本次为首次续保。',
    en: 'The policy was taken out with the new car: this is the first renewal.',
  },
  'renewed-here': { zh: '上一年在本店投保。', en: 'It was insured here for the last year.' },
  'serviced-since-the-policy-ended': {
    zh: '本店保单到期后仍来店维修保养，应已在别处投保。',
    en: 'It came to the workshop after its policy here had ended, so it is insured elsewhere.',
  },
  'policy-ended': { zh: '本店保单已到期，未续保。', en: 'Its policy here has ended and was not renewed.' },
  'policy-ended-long-ago': {
    zh: '本店保单到期已超过三年。',
    en: 'Its policy here ended more than three years ago.',
  },
  'serviced-and-no-policy-known': {
    zh: '一年内来过店，但本店没有它的保单。',
    en: 'It came to the workshop within a year, and no policy of it is known here.',
  },
  'no-policy-and-no-visit': {
    zh: '本店没有它的保单，一年内也未来店。',
    en: 'No policy of it is known here, and it has not come to the workshop for a year.',
  },
}

export const noClaimReasons: Readonly<Record<NoClaimReason, Sentence>> = {
  'no-policy-known': {
    zh: '本店没有它的商业险记录，按首年计算。',
    en: 'No commercial policy is known here.',
  },
  'lapsed-over-six-months': {
    zh: '脱保超过六个月，重新按 0 级计算。',
    en: 'It was without cover for more than six months: the level begins anew.',
  },
  counted: {
    zh: '近三个保险年度内有责赔款次数减去连续投保年数（最多计三年；连续四年无赔款为 -4 级）。',
    en: 'Claims at fault in the last three insured years, less the insured years in a row (at most three; four without any claim are level -4).',
  },
}

export const compulsoryReasons: Readonly<Record<CompulsoryReason, Sentence>> = {
  'no-policy-known': {
    zh: '本店没有它的交强险记录，按基础保费。',
    en: 'No compulsory policy is known here.',
  },
  'lapsed-over-six-months': {
    zh: '脱保超过六个月，按基础保费。',
    en: 'It was without cover for more than six months: the base premium.',
  },
  'fatal-accident': {
    zh: '上一年度有责任死亡事故，上浮 30%。',
    en: 'A fatal accident at fault in the last year: 30 % more.',
  },
  'two-or-more-accidents': {
    zh: '上一年度两次及以上有责任事故，上浮 10%。',
    en: 'Two or more accidents at fault in the last year: 10 % more.',
  },
  'one-accident': {
    zh: '上一年度一次有责任事故，不浮动。',
    en: 'One accident at fault in the last year: the base premium.',
  },
  'clean-years': {
    zh: '连续无有责任事故，按年数下浮。',
    en: 'Years in a row without an accident at fault: less for each, up to three.',
  },
  'less-than-a-year': { zh: '投保未满一年，不浮动。', en: 'Insured for less than a year: the base premium.' },
}
