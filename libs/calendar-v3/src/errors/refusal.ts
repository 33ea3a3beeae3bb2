const reasons: Record<number, string> = {
  404: 'notFound',
  405: 'httpMethodNotAllowed',
  413: 'uploadTooLarge',
  415: 'unsupportedMediaType',
  429: 'rateLimitExceeded',
  503: 'backendError',
};

/** What was refused before it came here, in v3's envelope. */
export function refusal(status: number, message: string): { type: string; body: string } {
  const entry = { domain: 'global', reason: reasons[status] ?? 'badRequest', message };
  return {
    type: 'application/json; charset=UTF-8',
    body: JSON.stringify({ error: { errors: [entry], code: status, message } }),
  };
}
