const prefix =
  /^\s*(?:(?:re|fwd?|aw|wg|tr|答复|答覆|回复|回覆|转发|轉發|转|催办|再次提醒|重发)(?:\s*[[(（]\d{1,3}[\])）])?\s*[:：]|\[(?:ext(?:ernal)?|外部邮件|外部)\]|【外部邮件】|[[(（](?:ext(?:ernal)?|外部邮件)[\])）])\s*/i
const forward = /^\s*(?:fwd?|wg|tr|转发|轉發|转)(?:\s*[[(（]\d{1,3}[\])）])?\s*[:：]/i

/** At most so many of them: who forwards a mail twenty times wants nothing classified. */
const MOST_PREFIXES = 20

/** A subject without what mail programs put before it: `转发: Re: 【外部邮件】召回通知` is `召回通知`. */
export function withoutPrefixes(subject: string): string {
  let rest = subject.trim()
  for (let count = 0; count < MOST_PREFIXES && prefix.test(rest); count += 1) rest = rest.replace(prefix, '')
  return rest.trim()
}

export function isForward(subject: string): boolean {
  return forward.test(subject)
}
