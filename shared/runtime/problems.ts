/** A sentence for the person who asked, Chinese first. */
export interface Sentence {
  readonly zh: string
  readonly en: string
}

/** Why a field is refused; the caller's value is never repeated. */
export type FieldReason =
  | 'required'
  | 'unknown-field'
  | 'wrong-type'
  | 'wrong-format'
  | 'not-a-choice'
  | 'too-small'
  | 'too-large'
  | 'in-the-past'
  | 'too-far-ahead'
  | 'one-of-several'
  | 'wrong-check-digit'
  | 'not-the-price-limit'
  | 'named-twice'
  | 'rule-unreadable'
  | 'rule-frequency'
  | 'rule-part-not-allowed'
  | 'rule-parts-clash'
  | 'rule-names-no-day'
  | 'rule-never-owed'
  | 'rule-too-often'
  | 'interval-without-start'
  | 'due-time-or-hours'
  | 'of-the-catalogue'
  | 'count-or-reason'
  | 'invalid'

/**
 * Each problem that a client may be told of: its stable code, its HTTP status and what it says. 400: what was
 * sent cannot be read at all; 422: it was read, and a field of it (path, query or body) is not as declared.
 */
export const problems = {
  'json-malformed': { status: 400, zh: '请求内容不是有效的 JSON。', en: 'The body is no valid JSON.' },
  'cursor-invalid': {
    status: 400,
    zh: '翻页标记无效，或属于其他查询。',
    en: 'The cursor is invalid or belongs to another query.',
  },
  'if-match-malformed': {
    status: 400,
    zh: 'If-Match 应为读取时得到的单个 ETag，例如 "3"。',
    en: 'If-Match must be the one ETag that was read, such as "3".',
  },
  'idempotency-key-malformed': {
    status: 400,
    zh: 'Idempotency-Key 应为 8 到 64 个字母、数字、下划线或连字符。',
    en: 'Idempotency-Key must be 8 to 64 letters, digits, underscores or hyphens.',
  },
  'not-signed-in': { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  'no-dealer': { status: 403, zh: '此账号不属于任何经销商。', en: 'The account belongs to no dealer.' },
  'role-not-allowed': { status: 403, zh: '您的岗位无此权限。', en: 'Your roles do not allow this.' },
  'no-staff-record': {
    status: 403,
    zh: '此账号未关联员工档案。',
    en: 'The account is linked to no member of staff.',
  },
  'not-your-list': {
    status: 403,
    zh: '只有主管可以处理他人的名单。',
    en: "Only managers may use another's list.",
  },
  'not-your-staff': {
    status: 403,
    zh: '只有本人、其上级或信息员可以修改。',
    en: 'Only the person, a superior or the information clerk may change this.',
  },
  'not-your-deadline': {
    status: 403,
    zh: '只有负责人、同岗位人员、代理人或上级可以查看和办理；知悉须由上级登记。',
    en: 'Only its owner, holders of its role, their deputies and superiors may; note is taken by somebody above.',
  },
  'not-your-notice': {
    status: 403,
    zh: '只有负责人、同岗位人员、代理人、信息员和站长可以查看和办理。',
    en: 'Only its owner, holders of its role, their deputies, the information clerk and managers may.',
  },
  'role-not-to-give': {
    status: 403,
    zh: '只能授予低于本人岗位的岗位；总经理岗位只能由总经理授予。',
    en: 'You may give roles below your own; only a general manager makes one.',
  },
  'route-unknown': { status: 404, zh: '没有这个地址。', en: 'There is no such route.' },
  'not-found': { status: 404, zh: '没有找到。', en: 'There is no such thing.' },
  contested: {
    status: 409,
    zh: '其他人正在修改同一记录，请稍后重试。',
    en: 'Somebody else is changing the same record: try again.',
  },
  'already-exists': {
    status: 409,
    zh: '已有同名记录，其编号见 existing。',
    en: 'There is one already: existing is its id.',
  },
  'transition-refused': {
    status: 409,
    zh: '当前状态不允许此操作，允许的操作见 allowed。',
    en: 'The state of the record does not allow this: allowed says what it does.',
  },
  'manufacturer-unreachable': {
    status: 409,
    zh: '设置中没有此厂家的保修收件邮箱，或此厂家已停用，不能批准寄出。',
    en: 'The settings have no address for the warranty mail of this manufacturer, or it is off: nothing can be mailed to it.',
  },
  'manifest-outdated': {
    status: 409,
    zh: '清单生成后，其中的索赔单或旧件已有变动，请先重新生成再批准。',
    en: 'Claims or parts of the manifest have changed since it was drafted: draw it up anew before you approve it.',
  },
  'appointment-ahead': {
    status: 409,
    zh: '预约时间还没有到，不能登记为未到店。',
    en: 'The appointment is still to come, so nobody has failed to come.',
  },
  'customer-merged': {
    status: 409,
    zh: '该档案已合并，不再修改；现行客户见 existing。',
    en: 'The record was merged and changes no more: existing is the customer whose it is now.',
  },
  'customer-erased': {
    status: 409,
    zh: '该客户的个人信息已应其要求删除。',
    en: 'The personal data of this customer was erased on request.',
  },
  'claim-incomplete': {
    status: 409,
    zh: '索赔单还缺少凭证、说明或预授权，见 missing。',
    en: 'The claim lacks evidence, words or an authorization: missing says which.',
  },
  'part-kept-longer': {
    status: 409,
    zh: '旧件仍在保留期内，不能报废。',
    en: 'The part is to be kept longer: it must not be scrapped yet.',
  },
  'customer-clocks-unknown': {
    status: 409,
    zh: '无法计算答复期限：提出之日没有相应规定，或没有工作日历。',
    en: 'The time for the answer cannot be counted: no rule of that day, or no working days.',
  },
  'import-under-way': {
    status: 409,
    zh: '本店另一次导入正在进行，其编号见 existing，请等它结束后再试。',
    en: 'Another import of the dealer is under way, existing is its id: try again when it has ended.',
  },
  'undo-too-late': {
    status: 409,
    zh: '该导入已不能撤销：期限已过，或没有保留撤销所需的资料。',
    en: 'The import cannot be taken back any more: its time is over, or nothing was kept for it.',
  },
  'files-missing': {
    status: 409,
    zh: '文件尚未全部上传，缺少的文件见 missing。',
    en: 'Not all files have arrived: missing names those that have not.',
  },
  'merge-unconfirmed': {
    status: 409,
    zh: '两份档案的手机号不同：请确认是同一人，再带 confirmed: true 提交。',
    en: 'The numbers of the two records differ: make sure that they are one person, then send it with confirmed: true.',
  },
  'merge-too-large': {
    status: 409,
    zh: '合并后的档案或车辆过多：请先用过户把车辆逐辆转到保留的客户名下，再合并。',
    en: 'Too many records or vehicles for one merge: transfer the vehicles to the customer who stays first, then merge.',
  },
  'vehicle-merge-unconfirmed': {
    status: 409,
    zh: '两份档案的车架号相差较大：请确认是同一辆车，再带 confirmed: true 提交。',
    en: 'The VINs of the two records differ in many places: make sure that they are one car, then send it with confirmed: true.',
  },
  'vehicle-merge-too-large': {
    status: 409,
    zh: '另一份档案的工单、保单或曾用车牌过多，无法一次并入：请反过来合并，把较小的档案并入较大的。',
    en: 'The other record has too many orders, policies or plates to move at once: merge the smaller record into the larger one.',
  },
  'vehicle-merged': {
    status: 409,
    zh: '该车辆档案已合并，不再修改；现行档案见 existing。',
    en: 'The record was merged and changes no more: existing is the one that counts.',
  },
  'message-not-held': {
    status: 409,
    zh: '该消息未被暂扣：可能已有回执，或已由他人处理。',
    en: 'The message is not held: a receipt has come, or somebody else has decided.',
  },
  'virus-found': {
    status: 409,
    zh: '来信检出病毒，或没有病毒检测结果，不提供下载，也不能解除隔离。',
    en: 'A virus was found in the mail, or it was not looked for: it is neither handed out nor let out of quarantine.',
  },
  'answer-unaddressed': {
    status: 409,
    zh: '发件人不是本店厂家，系统不能回复：请用其他方式答复后关闭。',
    en: 'Its sender is none of the dealer’s manufacturers, so nothing is sent there: answer in another way and close it.',
  },
  'nothing-missing': {
    status: 409,
    zh: '该订单没有尚未再订的缺件。',
    en: 'No piece of the order is missing that is not ordered again already.',
  },
  'version-stale': {
    status: 412,
    zh: '记录已被修改，请重新读取后再试。',
    en: 'The record has changed since it was read: read it again.',
  },
  'body-too-large': { status: 413, zh: '请求内容过大。', en: 'The body is too large.' },
  'not-json': {
    status: 415,
    zh: '请求内容须为 application/json。',
    en: 'The body must be application/json.',
  },
  'fields-invalid': {
    status: 422,
    zh: '有字段不符合要求，详见 errors。',
    en: 'Fields are not as they must be, see errors.',
  },
  'idempotency-key-reused': {
    status: 422,
    zh: '此 Idempotency-Key 已用于另一请求。',
    en: 'This Idempotency-Key was used for another request.',
  },
  'version-missing': {
    status: 428,
    zh: '修改时须带 If-Match，其值为读取时得到的 ETag。',
    en: 'A change needs If-Match with the ETag that was read.',
  },
  internal: {
    status: 500,
    zh: '系统出错，请稍后重试；如仍失败，请将 instance 告知管理员。',
    en: 'Something failed here: try again later, and tell the administrator the instance.',
  },
} as const satisfies Record<string, Sentence & { status: number }>

export type ProblemCode = keyof typeof problems

export const fieldReasons: Readonly<Record<FieldReason, Sentence>> = {
  required: { zh: '必填', en: 'is required' },
  'unknown-field': { zh: '没有这个字段', en: 'is no known field' },
  'wrong-type': { zh: '类型不对', en: 'is of the wrong type' },
  'wrong-format': { zh: '格式不对', en: 'is not in the expected format' },
  'not-a-choice': { zh: '不在可选范围内', en: 'is none of the choices' },
  'too-small': { zh: '太小或太短', en: 'is too small or too short' },
  'too-large': { zh: '太大或太长', en: 'is too large or too long' },
  'in-the-past': { zh: '须为将来的时间', en: 'must lie in the future' },
  'too-far-ahead': { zh: '时间太远', en: 'lies too far ahead' },
  'one-of-several': { zh: '几项中须给且只给一项', en: 'is one of several of which exactly one is given' },
  'wrong-check-digit': {
    zh: '校验位不符，请按行驶证核对',
    en: 'has a wrong check digit: check it against the licence',
  },
  'not-the-price-limit': {
    zh: '与已知的厂家限价不符',
    en: 'is not the price limit that is known of the part',
  },
  'named-twice': { zh: '有重复', en: 'names something twice' },
  'rule-unreadable': {
    zh: '不是 RFC 5545 的重复规则，应如 FREQ=MONTHLY;BYMONTHDAY=5',
    en: 'is no recurrence rule of RFC 5545: write it like FREQ=MONTHLY;BYMONTHDAY=5',
  },
  'rule-frequency': {
    zh: 'FREQ 只能是 DAILY、WEEKLY、MONTHLY 或 YEARLY；一天几次请用 BYHOUR',
    en: 'has another FREQ than DAILY, WEEKLY, MONTHLY or YEARLY: several times a day are BYHOUR',
  },
  'rule-part-not-allowed': {
    zh: '规则中不用 COUNT、UNTIL、BYSECOND、BYWEEKNO、DTSTART、TZID：到期后停用即可，起算日填 dtstart',
    en: 'has COUNT, UNTIL, BYSECOND, BYWEEKNO, DTSTART or TZID: switch the duty off when it ends, give its first day as dtstart',
  },
  'rule-parts-clash': {
    zh: '这些部分不能同时使用：BYSETPOS 和“第几个星期几”只用于每月、每年，每周不用 BYMONTHDAY，BYYEARDAY 只用于每年',
    en: 'has parts that do not go together: BYSETPOS and numbered weekdays are of months and years, BYMONTHDAY not of weeks, BYYEARDAY of years alone',
  },
  'rule-names-no-day': {
    zh: '须写明哪一天：每周 BYDAY，每月 BYMONTHDAY 或 BYDAY，每年 BYMONTH 加 BYMONTHDAY 或 BYDAY；或填 dtstart',
    en: 'does not say which day: BYDAY of a week, BYMONTHDAY or BYDAY of a month, BYMONTH with one of them of a year; or give dtstart',
  },
  'rule-never-owed': {
    zh: '八年内一次也不会到期，请检查日期和遇休息日的处理方式',
    en: 'is not owed once in eight years: check its days and what becomes of days off',
  },
  'rule-too-often': {
    zh: '一天最多到期 24 次',
    en: 'is owed more than 24 times a day',
  },
  'interval-without-start': {
    zh: 'INTERVAL 大于 1 时须填，即从哪一天数起',
    en: 'is required with an INTERVAL: the day from which it is counted',
  },
  'due-time-or-hours': {
    zh: '到期时间须给且只给一种：dueTime，或规则中的 BYHOUR',
    en: 'and the BYHOUR of the rule exclude each other, and one of the two is required',
  },
  'of-the-catalogue': {
    zh: '目录中已有此代码，请从目录中采用',
    en: 'is a code of the catalogue: adopt it from there',
  },
  'count-or-reason': {
    zh: '有数量目标：请填完成的数量（kind 为 count），或用文字说明原因（kind 为 text）',
    en: 'has a target: say how many (kind count), or why none were counted (kind text)',
  },
  invalid: { zh: '不符合要求', en: 'is not as it must be' },
}
