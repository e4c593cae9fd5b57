import { z } from "zod";

export { type DraftDocument, draftDocument } from "../automation/draft-document.ts";

/** One thing that is wrong with a document; see `src/automation/problems.ts`. */
export const problem = z.object({
  code: z.string(),
  severity: z.enum(["error", "activation", "warning"]),
  path: z.string(),
  message: z.string(),
  fix: z.string(),
  nodeId: z.string().optional(),
});
