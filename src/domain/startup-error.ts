/**
 * Something outside the program keeps it from starting: a wrong setting, a taken port, a read-only disk.
 * The message is one complete sentence for the person at the terminal, who needs no stack trace.
 */
export class StartupError extends Error {
  override name = "StartupError";
}
