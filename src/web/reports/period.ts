/** The last days up to today, as the person who looks counts days. */
export function periodOfDays(days: number): { from: string; to: string } {
  return { from: dayBefore(days - 1), to: dayBefore(0) };
}

export function dayBefore(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() - days);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
}
