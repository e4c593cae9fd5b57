import type { NodeForm } from "../node-form.ts";

/** The dashed arrow says where it goes. */
export const form: NodeForm = { initial: { step: "" }, summary: () => "" };
