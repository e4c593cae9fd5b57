/** Where to go after signing in. A link may only name a page of this app: `//evil.example` and `https:` lead to the start page. */
export function localPath(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
