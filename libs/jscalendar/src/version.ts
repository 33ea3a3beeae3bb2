/** `1.0` is RFC 8984, `2.0` is draft-ietf-calext-jscalendarbis. */
export type Version = '1.0' | '2.0';
