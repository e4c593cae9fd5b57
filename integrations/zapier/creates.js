/** What a Zap can do in Parola. */
const { url } = require("./authentication.js");

const PHONE = { key: "phone", label: "Phone", type: "string", required: true, helpText: "With the country code, like +39 333 1234567." };
const CONTACT = {
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  phone: "+393331234567",
  firstName: "Anna",
  lastName: "Bianchi",
  email: "anna@example.com",
};

/** Without what was left empty: an empty text would clear the contact's value. */
const given = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ""));

async function upsert(z, bundle) {
  const { phone, firstName, lastName, email, language, fields, tags, lists } = bundle.inputData;
  const response = await z.request({
    method: "POST",
    url: url(bundle, "/contacts"),
    body: given({ phone, firstName, lastName, email, language, fields, addTags: tags, addToLists: lists, createMissing: true }),
  });
  return response.data;
}

const upsertContact = {
  key: "upsert_contact",
  noun: "Contact",
  display: { label: "Create or Update Contact", description: "Makes a contact, or changes the one with this phone number." },
  operation: {
    inputFields: [
      PHONE,
      { key: "firstName", label: "First Name", type: "string" },
      { key: "lastName", label: "Last Name", type: "string" },
      { key: "email", label: "E-mail", type: "string" },
      { key: "language", label: "Language", type: "string", helpText: "Like it or en." },
      { key: "tags", label: "Tags to Add", type: "string", list: true },
      { key: "lists", label: "Lists to Join", type: "string", list: true },
      { key: "fields", label: "Fields", dict: true, helpText: "Code of the field and its value." },
    ],
    perform: upsert,
    sample: CONTACT,
  },
};

const startAutomation = {
  key: "start_automation",
  noun: "Automation",
  display: {
    label: "Start Automation",
    description: "Starts an active automation for a contact, who is made when there is none with this number.",
  },
  operation: {
    inputFields: [
      {
        key: "automationId",
        label: "Automation",
        type: "string",
        required: true,
        helpText: "Its id: the last part of its address in Parola.",
        search: "find_automation.id",
      },
      PHONE,
      { key: "firstName", label: "First Name", type: "string" },
    ],
    perform: async (z, bundle) => {
      const contact = await upsert(z, bundle);
      const response = await z.request({
        method: "POST",
        url: url(bundle, `/automations/${bundle.inputData.automationId}/start`),
        body: { contactIds: [contact.id] },
      });
      return { id: contact.id, ...response.data };
    },
    sample: { id: CONTACT.id, started: 1 },
  },
};

const sendMessage = {
  key: "send_message",
  noun: "Message",
  display: { label: "Send WhatsApp Message", description: "Sends a text inside the 24-hour window, or an approved template at any time." },
  operation: {
    inputFields: [
      PHONE,
      { key: "text", label: "Text", type: "text", helpText: "Inside the 24 hours after the contact wrote. Leave empty for a template." },
      { key: "template", label: "Template", type: "string", helpText: "Name of an approved template." },
      { key: "language", label: "Language of the Template", type: "string" },
      { key: "variables", label: "Values of Its Variables", dict: true },
    ],
    perform: async (z, bundle) => {
      const { phone, text, template, language, variables } = bundle.inputData;
      const contact = await upsert(z, { ...bundle, inputData: { phone } });
      const chat = (await z.request({ method: "POST", url: url(bundle, "/chats"), body: { contactId: contact.id } })).data;
      const content = template ? given({ type: "template", template, language, variables: variables || {} }) : { type: "text", text };
      const response = await z.request({ method: "POST", url: url(bundle, `/chats/${chat.id}/messages`), body: { content } });
      return response.data;
    },
    sample: { id: CONTACT.id, type: "text", text: "Hello!", status: "queued" },
  },
};

module.exports = [upsertContact, startAutomation, sendMessage];
