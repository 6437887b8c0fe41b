/** The header field by which a mail of ours is known wherever it comes back from, in small letters; its value says nothing. */
export const OUR_MAIL_FIELD = 'x-after-sales-mail'
