import type { FollowUpQuestion } from '../../shared/domain/follow-up-questions.ts'

/** What is asked where the dealer has set nothing of its own. */
const usual: readonly FollowUpQuestion[] = [
  {
    code: 'overall',
    zh: '您对这次服务总体打几分（1 到 10 分）？',
    en: 'How would you rate this visit as a whole, from 1 to 10?',
    kind: 'overall',
  },
  {
    code: 'repair_quality',
    zh: '车辆修得怎么样，问题解决了吗（1 到 10 分）？',
    en: 'How well was the car repaired, from 1 to 10?',
    kind: 'score',
    matter: 'repair_quality',
  },
  {
    code: 'service_attitude',
    zh: '接待您的人员态度怎么样（1 到 10 分）？',
    en: 'How were you treated, from 1 to 10?',
    kind: 'score',
    matter: 'service_attitude',
  },
  {
    code: 'waiting_time',
    zh: '等待的时间合适吗（1 到 10 分）？',
    en: 'How fitting was the time that you waited, from 1 to 10?',
    kind: 'score',
    matter: 'waiting_time',
  },
  {
    code: 'cleanliness',
    zh: '交车时车辆干净吗（1 到 10 分）？',
    en: 'How clean was the car when you got it back, from 1 to 10?',
    kind: 'score',
    matter: 'cleanliness',
  },
  {
    code: 'recommend',
    zh: '您愿意向朋友推荐我们吗？',
    en: 'Would you recommend us to a friend?',
    kind: 'yes_no',
  },
  {
    code: 'suggestions',
    zh: '您还有什么意见或建议？',
    en: 'Is there anything else that you would like to tell us?',
    kind: 'text',
  },
]

/** What is asked at a dealer's. */
export function questionsOf({
  questions,
}: {
  readonly questions: readonly FollowUpQuestion[]
}): readonly FollowUpQuestion[] {
  return questions.length === 0 ? usual : questions
}
