/** REST hooks: Zapier subscribes with an address of its own, and Parola's event webhooks call it for every event. */
const { url } = require("./authentication.js");

const NOUNS = {
  "message.received": ["Message", "New Message Received", "Triggers when a contact writes."],
  "message.failed": ["Message", "Message Failed", "Triggers when a message did not arrive."],
  "message.read": ["Message", "Message Read", "Triggers when a contact has read a message."],
  "run.completed": ["Run", "Automation Completed", "Triggers when an automation has come to its end for a contact."],
  "run.failed": ["Run", "Automation Failed", "Triggers when an automation ended with an error for a contact."],
  "contact.updated": ["Contact", "Contact Created or Changed", "Triggers when a contact is made or changed."],
  "ticket.updated": ["Ticket", "Ticket Opened or Changed", "Triggers when a ticket is opened or changed."],
};

const ID = "01890a5d-ac96-774b-bcce-b302099a8057";
const MESSAGE = {
  id: ID,
  contactId: ID,
  chatId: ID,
  channelId: ID,
  direction: "in",
  type: "text",
  text: "Hello!",
  status: "received",
  error: null,
  automationId: null,
  runId: null,
};
const RUN = {
  id: ID,
  automationId: ID,
  contactId: ID,
  status: "completed",
  reason: null,
  startedAt: "2026-03-02T09:00:00+00:00",
  endedAt: "2026-03-02T09:05:00+00:00",
};
const SAMPLES = {
  "message.received": MESSAGE,
  "message.failed": { ...MESSAGE, direction: "out", status: "failed", error: "invalid_number" },
  "message.read": { ...MESSAGE, direction: "out", status: "read" },
  "run.completed": RUN,
  "run.failed": { ...RUN, status: "failed", reason: "internal_error" },
  "contact.updated": {
    id: ID,
    phone: "+393331234567",
    firstName: "Anna",
    lastName: "Bianchi",
    email: "anna@example.com",
    language: "it",
    consent: "subscribed",
    blocked: false,
    fields: { CITY: "Roma" },
  },
  "ticket.updated": {
    id: ID,
    reference: "T-7K2M9P",
    contactId: ID,
    title: "Vase arrived broken",
    status: "open",
    priority: "medium",
    category: null,
    done: false,
  },
};

/** One object can change often: Zapier drops items whose id it has seen, so the id is the event's, not the object's. */
const item = ({ type, timestamp, data }, id) => ({ id, type, timestamp, data });

function trigger(type) {
  const [noun, label, description] = NOUNS[type];
  return {
    key: type.replace(".", "_"),
    noun,
    display: { label, description },
    operation: {
      type: "hook",
      performSubscribe: async (z, bundle) => {
        const response = await z.request({
          method: "POST",
          url: url(bundle, "/event-webhooks"),
          body: { url: bundle.targetUrl, types: [type] },
        });
        // Kept as bundle.subscribeData. The secret is left out: Zapier's address is a secret already.
        return { id: response.data.id };
      },
      performUnsubscribe: async (z, bundle) => {
        const response = await z.request({ method: "DELETE", url: url(bundle, `/event-webhooks/${bundle.subscribeData.id}`) });
        return response.data;
      },
      perform: async (z, bundle) => {
        const event = bundle.cleanedRequest;
        const headers = Object.fromEntries(
          Object.entries((bundle.rawRequest || {}).headers || {}).map(([name, value]) => [name.toLowerCase().replace(/^http-/, ""), value]),
        );
        return [item(event, headers["webhook-id"] || `${event.data.id}-${event.timestamp}`)];
      },
      performList: async (z, bundle) => {
        const response = await z.request({ url: url(bundle, "/event-types") });
        return response.data.items.filter((one) => one.type === type).map((one) => item(one.sample, one.sample.data.id));
      },
      sample: item({ type, timestamp: "2026-03-02T09:00:00.000Z", data: SAMPLES[type] }, ID),
      outputFields: [
        { key: "id", label: "Event ID", type: "string" },
        { key: "type", label: "Event Type", type: "string" },
        { key: "timestamp", label: "Time", type: "datetime" },
        ...Object.keys(SAMPLES[type]).map((key) => ({ key: `data__${key}`, label: key })),
      ],
    },
  };
}

module.exports = Object.keys(NOUNS).map(trigger);
