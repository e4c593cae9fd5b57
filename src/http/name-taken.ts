import { Refusal } from "../domain/refusal.ts";
import { violatedIndex } from "../store/unique-violation.ts";

/** Turns PostgreSQL's refusal of a second object with one name into ours. */
export async function refuseTakenName<T>(name: string, work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    if (violatedIndex(error) === undefined) throw error;
    throw new Refusal("name_taken", `There is another "${name}".`, { name }, { cause: error });
  });
}
