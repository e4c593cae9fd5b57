/** The sandbox number and the customer whose phone is shown; the choice is remembered. */
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";

export interface SandboxCustomer {
  phone: string;
  name: string;
}

export function useSandbox() {
  const slug = useWorkspaceSlug();
  const channels = useQuery(api.channels.list.queryOptions());
  const channel = channels.data?.items.find(({ kind }) => kind === "sandbox");
  const listed = useQuery(api.sandbox.customers.queryOptions({ input: { channelId: channel?.id ?? "" }, enabled: Boolean(channel) }));
  const [chosen, choose] = useLocalStorage<SandboxCustomer | null>({ key: `parola.customer.${slug}`, defaultValue: null });
  const customers: SandboxCustomer[] = listed.data?.items ?? [];
  const customer = chosen ?? customers[0];
  return {
    channel,
    customers: chosen && !customers.some(({ phone }) => phone === chosen.phone) ? [chosen, ...customers] : customers,
    customer,
    choose,
    error: channels.error ?? listed.error,
    pending: channels.isPending || (Boolean(channel) && listed.isPending),
  };
}
