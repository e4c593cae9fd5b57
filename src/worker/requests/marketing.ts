/** Requests to e-mail marketing systems. */
import { type ActiveCampaignTask, carryOut } from "../../connectors/activecampaign/carry-out.ts";
import { addToList, type EmailchefTask } from "../../connectors/emailchef/add-to-list.ts";
import type { Connection } from "../../domain/connection.ts";
import type { RequestHandler } from "./handler.ts";

export const activecampaign: RequestHandler = {
  kind: "activecampaign",
  // Five calls a second per account; a request makes two, or three where a name must be looked up.
  rate: { capacity: 2, perSecond: 2 },
  run: ({ payload }, { http, connection, now }) => carryOut(payload as unknown as ActiveCampaignTask, http, connection as Connection, now),
};

export const emailchef: RequestHandler = {
  kind: "emailchef",
  // Nothing is published; this is what its own modules do in a loop.
  rate: { capacity: 5, perSecond: 5 },
  run: ({ payload }, { http, connection, now }) => addToList(payload as unknown as EmailchefTask, http, connection as Connection, now),
};
