import { QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { queryClient } from "./query-client.ts";

it("asks again for what was first asked before something changed, once however much changes", async () => {
  const answers: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(queryClient, { queryKey: ["consent", "log"], queryFn });
  const stop = observer.subscribe(() => {});
  const told = [1, 2].map(() => queryClient.invalidateQueries({ queryKey: ["consent"] }));
  expect(answers).toHaveLength(1);
  answers[0]?.("as it was");
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.("as it is");
  await Promise.all(told);
  expect(observer.getCurrentResult().data).toBe("as it is");
  expect(answers).toHaveLength(2);
  stop();
  queryClient.clear();
});
