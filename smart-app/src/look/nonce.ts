/** The page's nonce for styles that scripts add (`src/http/app-api/app-files.ts`). */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
