/** The mark of the product: a speech bubble that is also a P. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-accent-7)" />
      <path d="M10 8h7.5a6 6 0 0 1 0 12H14v4h-4z" fill="#fff" />
      <circle cx="17" cy="14" r="2" fill="var(--mantine-color-accent-7)" />
    </svg>
  );
}
