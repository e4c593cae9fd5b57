/** The colour of a tag. Its name beside it keeps the contrast of the page, whatever colour somebody chose. */
export function TagDot({ colour }: { colour: string }) {
  return <span aria-hidden style={{ display: "block", width: 8, height: 8, borderRadius: 4, background: colour }} />;
}
