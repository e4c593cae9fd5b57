/** Where the installation is, and an API key of it (Settings → API keys). */
const fields = [
  {
    key: "baseUrl",
    label: "Address of your Parola",
    type: "string",
    required: true,
    helpText: "Like https://parola.example.com, without a slash at the end.",
  },
  {
    key: "apiKey",
    label: "API key",
    type: "password",
    required: true,
    helpText: "Settings → API keys. It needs contacts, chats, automations and integrations, each to read and write, and workspace to read.",
  },
];

/** The key goes only to the installation it is of. */
function addKey(request, z, bundle) {
  const { baseUrl, apiKey } = bundle.authData || {};
  if (apiKey && String(request.url).startsWith(`${clean(baseUrl)}/api/`)) {
    request.headers = { ...request.headers, Authorization: `Bearer ${apiKey}` };
  }
  return request;
}

function clean(baseUrl) {
  return String(baseUrl || "").replace(/\/+$/, "");
}

const url = (bundle, path) => `${clean(bundle.authData.baseUrl)}/api/v1${path}`;

async function test(z, bundle) {
  const response = await z.request({ url: url(bundle, "/workspace") });
  return response.data;
}

module.exports = { definition: { type: "custom", fields, test, connectionLabel: "{{name}}" }, addKey, url };
